/*---
title: a handler whose client leaves in the middle of its response is told of it
spec:
  - wasi:http/types#[method]outgoing-body.write
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
clause: >
  When the client leaves before it has got all of the response, what the guest writes cannot go anywhere: after a while
  its stream fails or is closed, and its pollable does not keep it waiting for ever. The guest, which tells another
  server what it saw, goes on; the next request is served.
level: should
since: 0.2.0
world: proxy
needs: [http-outgoing]
peers: {ear: http-mirror}
requests:
  - {path: /report}
  - {path: "/tell?{ear.port}", steps: [{await-bytes: 10000}, reset]}
  - path: /fine
    steps: [{await-peer: ear}]
    patience: 4000
    expect: {check: next-is-served, status: 200}
expect: {peers: {ear: {requests: [{check: told, line: GET /written=failed HTTP/1.1}]}}}
report: response
checks: [asked]
---*/
#include "serve.h"

enum { TOO_MUCH = 64 << 20 };

static char block[4096];

CASE {
    if (serve_report(request)) return;
    if (http_path_is(request, "/fine")) {
        serve_answer(response_out);
        return;
    }
    wasi_outgoing_body body = http_begin_response(response_out, 200, wasi_fields_new());
    wasi_output_stream stream = serve_output(body);
    uint32_t written = 0;
    while (written < TOO_MUCH && serve_write(stream, block, sizeof block)) written += sizeof block;
    serve_tell(serve_number(request), text_of(written < TOO_MUCH ? "/written=failed" : "/written=all"));
}
