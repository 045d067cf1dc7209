/*---
title: a served component answers one request after the other
spec: wasi:http/incoming-handler#handle
clause: >
  A host may use an instance again or not, so that each request is a call of handle of its own: every one gets the
  answer to its own path and body.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /report}
  - {method: POST, path: /first, body: "one", expect: {check: first, status: 200, body: "/first one"}}
  - {method: POST, path: /second, body: "two", expect: {check: second, status: 200, body: "/second two"}}
  - {method: GET, path: /third, expect: {check: third, status: 200, body: "/third "}}
report: response
checks: [asked]
---*/
#include "http.h"

CASE {
    if (http_path_is(request, "/report")) {
        check_ok("asked", true);
        return;
    }
    no_report();
    wasi_incoming_request_path_with_query_result path;
    wasi_incoming_request_path_with_query(request, &path);
    require("the request has a path", path.is_some);
    wasi_string body = http_request_body(request);
    wasi_string answer = text_join(path.some, text_join(text_of(" "), body));
    http_respond(response_out, 200, wasi_fields_new(), SPAN(answer));
}
