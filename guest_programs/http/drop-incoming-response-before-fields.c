/*---
title: an incoming response that is dropped before its fields traps or does not
spec:
  - wasi:http/types#[resource-drop]incoming-response
  - wasi:http/types#[method]incoming-response.headers
clause: >
  The fields that headers gives are a child of the incoming response and must be dropped before it. The text does
  not say what happens otherwise: dropping the response may trap, but a host must not fall over it.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [set-up-done]
expect: {trap: allowed}
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_incoming_response response = http_get(args_last_number(), "/bytes/5");
    wasi_fields fields = wasi_incoming_response_headers(response);
    check_ok("set-up-done", wasi_fields_has(fields, STR("content-type")));
    done();
    wasi_incoming_response_drop(response);
    wasi_fields_drop(fields);
}
