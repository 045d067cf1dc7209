/*---
title: an incoming body is not finished while its stream is there
spec: wasi:http/types#[static]incoming-body.finish
clause: >
  Finishing an incoming body traps while the stream that it gave has not been dropped, since either the contents
  are read or the trailers are waited for.
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
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body.ok, &stream);
    require("there is a stream", !stream.is_err);
    check_ok("set-up-done", true);
    done();
    wasi_incoming_body_finish(body.ok);
    check_ok("survived", false);
}
