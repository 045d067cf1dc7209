/*---
title: a handler whose client leaves in the middle of its body is told of it
spec:
  - wasi:http/types#[method]incoming-body.stream
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  When the client leaves before it has sent all of its body, the stream does not end as that of a whole body does: it
  fails. The guest, which tells another server what it saw, goes on, and the next request is served.
level: should
since: 0.2.0
world: proxy
needs: [http-outgoing]
peers: {ear: http-mirror}
requests:
  - {path: /report}
  - method: POST
    path: "/tell?{ear.port}"
    headers: {content-length: "100"}
    steps: [{send: hello}, {await: ready}, close]
  - path: /fine
    steps: [{await-peer: ear}]
    patience: 3000
    expect: {check: next-is-served, status: 200}
expect: {peers: {ear: {requests: [{check: told, line: GET /length=5&end=failed HTTP/1.1}]}}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    if (http_path_is(request, "/fine")) {
        serve_answer(response_out);
        return;
    }
    wasi_input_stream stream = serve_stream(serve_body(request));
    wasi_outgoing_body body = http_begin_response(response_out, 200, wasi_fields_new());
    wasi_output_stream output = serve_output(body);
    struct serve_read first = {0};
    while (first.length < 5) {
        wasi_input_stream_blocking_read_result piece;
        wasi_input_stream_blocking_read(stream, 5 - first.length, &piece);
        if (piece.is_err) __builtin_trap();
        first.length += piece.ok.len;
    }
    serve_write(output, STR("ready"));
    struct serve_read rest = serve_read_all(stream);
    wasi_string path = text_join(text_of("/length="), text_of_u64(first.length + rest.length));
    path = text_join(path, text_of(rest.clean ? "&end=closed" : "&end=failed"));
    serve_tell(serve_number(request), path);
}
