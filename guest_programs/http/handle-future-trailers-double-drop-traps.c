/*---
title: future trailers cannot be dropped twice
spec: wasi:http/types#[resource-drop]future-trailers
clause: >
  resource.drop takes the handle out of the instance's table. Dropping the same index again finds nothing there,
  which traps (Canonical ABI, canon resource.drop).
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
    wasi_future_trailers future = wasi_incoming_body_finish(body.ok);
    wasi_future_trailers_drop(future);
    check_ok("set-up-done", true);
    done();
    wasi_future_trailers_drop(future);
    check_ok("survived", false);
}
