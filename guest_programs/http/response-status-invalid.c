/*---
title: a number that is no status code is refused
spec: wasi:http/types#[method]outgoing-response.set-status-code
clause: >
  Setting a status code that is not a valid one of HTTP, such as 65000 or 0, fails, and the one that was there stays.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [too-high, zero, kept]
---*/
#include "http.h"

CASE {
    wasi_outgoing_response response = wasi_outgoing_response_new(wasi_fields_new());
    check_eq_u64("too-high", wasi_outgoing_response_set_status_code(response, 65000), 1);
    check_eq_u64("zero", wasi_outgoing_response_set_status_code(response, 0), 1);
    check_eq_u64("kept", wasi_outgoing_response_status_code(response), 200);
}
