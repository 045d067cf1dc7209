/*---
title: an incoming response cannot be dropped twice
spec: wasi:http/types#[resource-drop]incoming-response
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
    wasi_incoming_response_drop(response);
    check_ok("set-up-done", true);
    done();
    wasi_incoming_response_drop(response);
    check_ok("survived", false);
}
