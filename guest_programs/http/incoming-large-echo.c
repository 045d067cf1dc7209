/*---
title: sixteen megabytes come back as they were sent
spec:
  - wasi:http/types#[method]incoming-body.stream
  - wasi:http/types#[method]outgoing-body.write
clause: >
  A body that is larger than what anybody has to hold in memory passes through a handler that sends on what it reads:
  byte for byte and to its end, while the guest's own memory does not grow with it.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - method: POST
    path: /echo
    body: {repeat: "the quick brown fox jumps over the lazy dog. 0123456789abcdefgh\n", times: 262144}
    patience: 9000
    expect: {check: echo, status: 200, body: {repeat: "the quick brown fox jumps over the lazy dog. 0123456789abcdefgh\n", times: 262144}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_incoming_body incoming = serve_body(request);
    wasi_input_stream from = serve_stream(incoming);
    wasi_outgoing_body body = http_begin_response(response_out, 200, wasi_fields_new());
    wasi_output_stream to = serve_output(body);
    size_t pages = __builtin_wasm_memory_size(0);
    uintptr_t before = alloc_next;
    for (;;) {
        wasi_input_stream_blocking_read_result piece;
        alloc_next = before;
        wasi_input_stream_blocking_read(from, 65536, &piece);
        if (piece.is_err) break;
        for (uint32_t at = 0; at < piece.ok.len;) {
            uint64_t permit = serve_permit(to);
            uint32_t size = piece.ok.len - at < permit ? piece.ok.len - at : (uint32_t)permit;
            wasi_output_stream_write_result written;
            wasi_output_stream_write(to, piece.ok.ptr + at, size, &written);
            if (written.is_err) __builtin_trap();
            at += size;
        }
    }
    if (__builtin_wasm_memory_size(0) > pages + 16) __builtin_trap();  // the client then misses the end
    wasi_input_stream_drop(from);
    wasi_output_stream_drop(to);
    http_end_body(body);
}
