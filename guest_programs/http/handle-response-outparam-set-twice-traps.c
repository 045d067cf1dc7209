/*---
title: a response-outparam cannot be set twice
spec: wasi:http/types#[static]response-outparam.set
clause: >
  Set consumes the response-outparam, so that it is called at most once: lifting its index again finds nothing in the
  instance's table, which traps (Canonical ABI, lift_own). So the guest does not come to end the body of the first
  response, and its client does not get a complete one.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /report}
  - {method: GET, path: /once, expect: {check: once, status: 200, body: "survived"}}
  - {method: GET, path: /twice, expect: {check: twice, what: body, allowed: [""]}}
report: response
checks: [asked]
expect: {trap: allowed}
---*/
#include "http.h"

CASE {
    if (http_path_is(request, "/report")) {
        check_ok("asked", true);
        return;
    }
    no_report();
    wasi_outgoing_body body = http_begin_response(response_out, 200, wasi_fields_new());
    if (http_path_is(request, "/twice"))
        wasi_response_outparam_set(response_out, 1, WASI_HTTP_ERROR_CODE_LOOP_DETECTED, 0, 0, 0, 0, 0, 0);
    http_write_body(body, "survived", 8);
    http_end_body(body);
}
