/*---
title: an outgoing body cannot be dropped twice
spec: wasi:http/types#[resource-drop]outgoing-body
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
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("there is a body", !body.is_err);
    wasi_outgoing_body_drop(body.ok);
    check_ok("set-up-done", true);
    done();
    wasi_outgoing_body_drop(body.ok);
    check_ok("survived", false);
}
