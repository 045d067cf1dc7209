/*---
title: an incoming body that is dropped before its stream traps or does not
spec:
  - wasi:http/types#[resource-drop]incoming-body
  - wasi:http/types#[method]incoming-body.stream
clause: >
  The stream is a child of the incoming body and must be dropped before it. The text does not say what happens
  otherwise: dropping the body may trap, but a host must not fall over it.
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
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(response, &body);
    require("there is a body", !body.is_err);
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body.ok, &stream);
    require("there is a stream", !stream.is_err);
    wasi_input_stream_blocking_read_result byte;
    wasi_input_stream_blocking_read(stream.ok, 1, &byte);
    check_ok("set-up-done", !byte.is_err && byte.ok.len == 1);
    done();
    wasi_incoming_body_drop(body.ok);
    wasi_input_stream_drop(stream.ok);
}
