/*---
title: the handle of request options cannot be used as an outgoing request
spec: wasi:http/types#[method]outgoing-request.method
clause: >
  An index whose entry holds a handle of another resource type traps when it is lifted as a borrowed handle of
  outgoing-request: here it is that of request options (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "http.h"

CASE {
    wasi_request_options other = wasi_request_options_new();
    check_ok("set-up-done", true);
    done();
    wasi_outgoing_request_method_result got;
    wasi_outgoing_request_method(other, &got);
    check_ok("survived", false);
}
