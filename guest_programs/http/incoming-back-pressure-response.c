/*---
title: a guest is not permitted to write without end to a client that does not read
spec:
  - wasi:http/types#[method]outgoing-body.write
  - wasi:io/streams#[method]output-stream.check-write
clause: >
  When the client takes nothing, the stream of the response's body permits nothing after a while, and its pollable is
  not ready: the host must not hold any amount of it in memory. The guest then tells another server, after which the
  client reads again, and all of it comes.
level: should
since: 0.2.0
world: proxy
needs: [http-outgoing]
peers: {ear: http-mirror}
requests:
  - {path: /report}
  - path: "/large?{ear.port}"
    steps: [{hold: true}, {await-peer: ear}, {hold: false}]
    patience: 9000
    expect: {check: all-of-it, status: 200}
expect: {peers: {ear: {requests: [{check: told, line: GET /stopped HTTP/1.1}]}}}
report: response
checks: [asked]
---*/
#include "serve.h"

enum { TOO_MUCH = 32 << 20 };

static char block[65536];

CASE {
    if (serve_report(request)) return;
    wasi_outgoing_body body = http_begin_response(response_out, 200, wasi_fields_new());
    wasi_output_stream stream = serve_output(body);
    wasi_pollable room = wasi_output_stream_subscribe(stream);
    uint32_t written_all = 0;
    bool stopped = false;
    uintptr_t before = alloc_next;
    while (written_all < TOO_MUCH) {
        alloc_next = before;
        wasi_pollable either[] = {room, wasi_monotonic_clock_subscribe_duration(250000000)};
        wasi_poll_poll_result ready;
        wasi_poll_poll(SPAN_OF(either), &ready);
        stopped = ready.ptr[0] != 0;
        wasi_pollable_drop(either[1]);
        if (stopped) break;
        wasi_output_stream_check_write_result permit;
        wasi_output_stream_check_write(stream, &permit);
        if (permit.is_err) __builtin_trap();
        uint32_t size = permit.ok < sizeof block ? (uint32_t)permit.ok : sizeof block;
        wasi_output_stream_write_result written;
        wasi_output_stream_write(stream, block, size, &written);
        if (written.is_err) __builtin_trap();
        written_all += size;
    }
    serve_tell(serve_number(request), text_of(stopped ? "/stopped" : "/never-stopped"));
    wasi_pollable_block(room);
    wasi_pollable_drop(room);
    wasi_output_stream_drop(stream);
    http_end_body(body);
}
