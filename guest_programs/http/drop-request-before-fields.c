/*---
title: an outgoing request that is dropped before its fields traps or does not
spec:
  - wasi:http/types#[resource-drop]outgoing-request
  - wasi:http/types#[method]outgoing-request.headers
clause: >
  The fields that headers gives are a child of the outgoing request and must be dropped before it. The text does
  not say what happens otherwise: dropping the request may trap, but a host must not fall over it.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set-up-done]
expect: {trap: allowed}
---*/
#include "http.h"

CASE {
    wasi_fields made = wasi_fields_new();
    http_add(made, "x-a", "1");
    wasi_outgoing_request request = wasi_outgoing_request_new(made);
    wasi_fields fields = wasi_outgoing_request_headers(request);
    check_ok("set-up-done", wasi_fields_has(fields, STR("x-a")));
    done();
    wasi_outgoing_request_drop(request);
    wasi_fields_drop(fields);
}
