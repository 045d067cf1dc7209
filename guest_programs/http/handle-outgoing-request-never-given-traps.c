/*---
title: a number that was never given is no handle of an outgoing request
spec: wasi:http/types#[method]outgoing-request.method
clause: >
  An index beyond the entries of the table of handles traps when it is lifted as a borrowed handle (Canonical ABI,
  Table and lift_borrow).
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "http.h"

CASE {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    check_ok("set-up-done", true);
    done();
    wasi_outgoing_request_method_result got;
    wasi_outgoing_request_method(request + 1000, &got);
    check_ok("survived", false);
}
