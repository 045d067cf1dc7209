/*---
title: an outgoing body cannot be finished twice
spec: wasi:http/types#[static]outgoing-body.finish
clause: >
  Passing an owned handle takes it out of the instance's table. Lifting that index again finds nothing there,
  which traps (Canonical ABI, lift_own and lift_borrow): here it is the body that finish took.
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
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body.ok, 0, 0, &finished);
    check_ok("set-up-done", true);
    done();
    wasi_outgoing_body_finish(body.ok, 0, 0, &finished);
    check_ok("survived", false);
}
