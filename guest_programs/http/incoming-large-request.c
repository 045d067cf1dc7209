/*---
title: a handler reads a request of sixteen megabytes in little memory
spec:
  - wasi:http/types#[method]incoming-body.stream
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  A read gives at most as many bytes as it asks for, however large the body is: the guest reads all of it, byte for byte,
  while its memory grows by no more than what one read may give.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - method: POST
    body: {repeat: "0123456789abcdef", times: 1048576}
    patience: 9000
    expect:
      - {check: length, what: line length, allowed: ["16777216"]}
      - {check: order, what: line in-order, allowed: ["yes"]}
      - {check: memory, what: line grown, allowed: ["no"]}
      - {check: most, what: line above-asked, allowed: ["no"]}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_input_stream stream = serve_stream(serve_body(request));
    size_t pages = __builtin_wasm_memory_size(0);
    uint64_t length = 0;
    bool in_order = true, above = false;
    uintptr_t before = alloc_next;
    for (;;) {
        wasi_input_stream_blocking_read_result piece;
        alloc_next = before;
        wasi_input_stream_blocking_read(stream, 65536, &piece);
        if (piece.is_err) break;
        for (uint32_t i = 0; i < piece.ok.len; i++) in_order &= piece.ok.ptr[i] == "0123456789abcdef"[(length + i) % 16];
        above |= piece.ok.len > 65536;
        length += piece.ok.len;
    }
    serve_say("length", text_of_u64(length));
    serve_say("in-order", text_of(in_order ? "yes" : "no"));
    serve_say("grown", text_of(__builtin_wasm_memory_size(0) > pages + 16 ? "yes" : "no"));
    serve_say("above-asked", text_of(above ? "yes" : "no"));
    serve_answer(response_out);
}
