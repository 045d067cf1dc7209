/*---
title: an outgoing response cannot be dropped twice
spec: wasi:http/types#[resource-drop]outgoing-response
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
    wasi_outgoing_response response = wasi_outgoing_response_new(wasi_fields_new());
    wasi_outgoing_response_drop(response);
    check_ok("set-up-done", true);
    done();
    wasi_outgoing_response_drop(response);
    check_ok("survived", false);
}
