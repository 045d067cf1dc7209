/*---
title: a response of sixteen megabytes reaches the client whole
spec:
  - wasi:http/types#[method]outgoing-body.write
  - wasi:io/streams#[method]output-stream.check-write
clause: >
  A guest that writes as much as it is permitted to, and waits when it is permitted nothing, can send any amount: all of
  it reaches the client, byte for byte.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - path: /large
    patience: 9000
    expect: {check: body, status: 200, body: {repeat: "0123456789abcdef", times: 1048576}}
  - path: /large
    headers: {x-length: declared}
    patience: 9000
    expect: {check: declared, status: 200, framing: content-length, body: {repeat: "0123456789abcdef", times: 131072}}
report: response
checks: [asked]
---*/
#include "serve.h"

static char block[65536];

CASE {
    if (serve_report(request)) return;
    for (uint32_t i = 0; i < sizeof block; i++) block[i] = "0123456789abcdef"[i % 16];
    uint32_t all = 16 << 20;
    wasi_fields fields = wasi_fields_new();
    if (wasi_fields_has(wasi_incoming_request_headers(request), STR("x-length"))) {
        all = 2 << 20;
        http_add(fields, "content-length", "2097152");
    }
    wasi_outgoing_body body = http_begin_response(response_out, 200, fields);
    wasi_output_stream stream = serve_output(body);
    for (uint32_t sent = 0; sent < all;) {
        uint64_t permit = serve_permit(stream);
        uint32_t left = sizeof block - sent % sizeof block, size = permit < left ? (uint32_t)permit : left;
        wasi_output_stream_write_result written;
        wasi_output_stream_write(stream, block + sent % sizeof block, size, &written);
        if (written.is_err) __builtin_trap();
        sent += size;
    }
    wasi_output_stream_blocking_flush_result flushed;
    wasi_output_stream_blocking_flush(stream, &flushed);
    wasi_output_stream_drop(stream);
    http_end_body(body);
}
