/*---
title: an outgoing request cannot be dropped twice
spec: wasi:http/types#[resource-drop]outgoing-request
clause: >
  resource.drop takes the handle out of the instance's table. Dropping the same index again finds nothing there,
  which traps (Canonical ABI, canon resource.drop).
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "http.h"

CASE {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    wasi_outgoing_request_drop(request);
    check_ok("set-up-done", true);
    done();
    wasi_outgoing_request_drop(request);
    check_ok("survived", false);
}
