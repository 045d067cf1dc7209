/*---
title: the handle of request options cannot be used as a future response
spec: wasi:http/types#[method]future-incoming-response.get
clause: >
  An index whose entry holds a handle of another resource type traps when it is lifted as a borrowed handle of
  future-incoming-response: here it is that of request options (Canonical ABI, lift_borrow).
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
    wasi_future_incoming_response_get_result got;
    wasi_future_incoming_response_get(other, &got);
    check_ok("survived", false);
}
