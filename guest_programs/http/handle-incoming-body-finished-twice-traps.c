/*---
title: an incoming body cannot be finished twice
spec: wasi:http/types#[static]incoming-body.finish
clause: >
  Passing an owned handle takes it out of the instance's table. Lifting that index again finds nothing there,
  which traps (Canonical ABI, lift_own and lift_borrow): here it is the body that finish took.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_incoming_response response = http_get(args_last_number(), "/bytes/5");
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(response, &body);
    require("there is a body", !body.is_err);
    wasi_incoming_body_finish(body.ok);
    check_ok("set-up-done", true);
    done();
    wasi_incoming_body_finish(body.ok);
    check_ok("survived", false);
}
