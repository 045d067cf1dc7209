/*---
title: an incoming body that was dropped cannot be used
spec: wasi:http/types#[method]incoming-body.stream
clause: >
  resource.drop takes the handle out of the instance's table. Lifting that index as a borrowed handle in a later
  call finds nothing there, which traps (Canonical ABI, lift_borrow).
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
    wasi_incoming_body_drop(body.ok);
    check_ok("set-up-done", true);
    done();
    wasi_incoming_body_stream_result got;
    wasi_incoming_body_stream(body.ok, &got);
    check_ok("survived", false);
}
