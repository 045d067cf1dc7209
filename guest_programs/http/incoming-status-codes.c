/*---
title: every status that a handler sets is the one that the client gets
spec:
  - wasi:http/types#[method]outgoing-response.set-status-code
  - wasi:http/types#[static]response-outparam.set
clause: >
  The client receives the status that was set: registered or not, from 200 to 599.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - each:
      code: ["200", "201", "202", "203", "206", "207", "208", "226", "299", "300", "301", "302", "303", "305", "307", "308", "399",
             "400", "401", "402", "403", "404", "405", "406", "407", "408", "409", "410", "411", "412", "413", "414", "415", "416",
             "417", "418", "421", "422", "425", "426", "428", "429", "431", "451", "499",
             "500", "501", "502", "503", "504", "505", "506", "507", "508", "511", "599"]
    path: "/status/{code}"
    expect: {check: "{code}", status: "{code}", body: "text"}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    http_respond(response_out, serve_number(request), wasi_fields_new(), STR("text"));
}
