/*---
title: zero is no handle of an outgoing request
spec: wasi:http/types#[method]outgoing-request.method
clause: >
  Entry 0 of the table of handles is never given out; lifting the index 0 as a borrowed handle traps (Canonical
  ABI, Table and lift_borrow).
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "http.h"

CASE {
    check_ok("set-up-done", true);
    done();
    wasi_outgoing_request_method_result got;
    wasi_outgoing_request_method(0, &got);
    check_ok("survived", false);
}
