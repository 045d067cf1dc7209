/*---
title: an outgoing response that was dropped cannot be used
spec: wasi:http/types#[method]outgoing-response.status-code
clause: >
  resource.drop takes the handle out of the instance's table. Lifting that index as a borrowed handle in a later
  call finds nothing there, which traps (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "http.h"

CASE {
    wasi_outgoing_response response = wasi_outgoing_response_new(wasi_fields_new());
    wasi_outgoing_response_drop(response);
    check_ok("set-up-done", true);
    done();
    wasi_outgoing_response_status_code(response);
    check_ok("survived", false);
}
