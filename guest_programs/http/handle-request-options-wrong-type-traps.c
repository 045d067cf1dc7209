/*---
title: the handle of fields cannot be used as request options
spec: wasi:http/types#[method]request-options.connect-timeout
clause: >
  An index whose entry holds a handle of another resource type traps when it is lifted as a borrowed handle of
  request-options: here it is that of fields (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "http.h"

CASE {
    wasi_fields other = wasi_fields_new();
    check_ok("set-up-done", true);
    done();
    wasi_option_u64 got;
    wasi_request_options_connect_timeout(other, &got);
    check_ok("survived", false);
}
