/*---
title: every final status is given as the server sent it
spec:
  - wasi:http/types#[method]incoming-response.status
  - wasi:http/types#[method]future-incoming-response.get
clause: >
  Any status code of three digits from 200 to 599 is a response, whether it is registered or not, and is given as the
  number that was sent; none of them is an error of the future.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {behaviours: peer-statuses}}
arguments: ["{server.port}"]
checks: ["200", "201", "202", "203", "206", "207", "226", "299", "300", "304", "305", "399", "400", "401", "402", "404", "405", "407", "408", "411", "413", "414", "417", "418", "421", "425", "426", "428", "429", "431", "451", "499", "500", "501", "502", "503", "504", "505", "506", "507", "508", "510", "511", "599"]
---*/
#include "wire.h"

CASE {
    wire_takes_any_end = true;
    static const char *const statuses[] = {
        "200", "201", "202", "203", "206", "207", "226", "299", "300", "304", "305", "399",
        "400", "401", "402", "404", "405", "407", "408", "411", "413", "414", "417", "418",
        "421", "425", "426", "428", "429", "431", "451", "499", "500", "501", "502", "503",
        "504", "505", "506", "507", "508", "510", "511", "599",
    };
    for (uint32_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        wasi_string told = wire_answer_to(wire_get(text_of(statuses[i])));
        check_eq_text(statuses[i], told, statuses[i]);
    }
}
