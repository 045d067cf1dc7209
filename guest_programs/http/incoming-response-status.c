/*---
title: the status that a handler sets is the one that the client gets
spec:
  - wasi:http/types#[constructor]outgoing-response
  - wasi:http/types#[method]outgoing-response.status-code
  - wasi:http/types#[method]outgoing-response.set-status-code
clause: >
  A new response has the status 200; set-status-code replaces it, status-code tells it, and the client receives it.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /, expect: {check: status, status: 418}}
report: response
checks: [default, set, then]
---*/
#include "http.h"

CASE {
    wasi_outgoing_response response = wasi_outgoing_response_new(wasi_fields_new());
    check_eq_u64("default", wasi_outgoing_response_status_code(response), 200);
    check_ok("set", !wasi_outgoing_response_set_status_code(response, 418));
    check_eq_u64("then", wasi_outgoing_response_status_code(response), 418);
    wasi_outgoing_response_drop(response);
    report_status = 418;
}
