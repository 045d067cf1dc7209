/*---
title: an output stream that is full becomes ready when there is room again
spec:
  - wasi:io/streams#[method]output-stream.check-write
  - wasi:io/streams#[method]output-stream.subscribe
  - wasi:io/poll#[method]pollable.block
clause: >
  A stream may permit nothing for a while, here because the peer does not read on while nobody reads what it sends
  back. Then its pollable becomes ready when check-write will permit at least one byte, and not before. A host may
  hold as much as it likes: if 32 MiB have not filled it, there is nothing to wait for.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [{name: full, allowed: ["yes", "no"]}, not-ready-when-full, permit-after-block]
---*/
#include "streams.h"

static char chunk[65536];

static uint64_t permitted(wasi_output_stream out) {
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(out, &permit);
    require_stream_ok("asking for a permit", permit);
    return permit.ok;
}

CASE {
    net_end echo = streams_tcp();
    wasi_pollable room = wasi_output_stream_subscribe(echo.output), come = wasi_input_stream_subscribe(echo.input);
    wasi_pollable either[] = {room, wasi_monotonic_clock_subscribe_duration(0)};
    uint64_t permit = 1;
    for (uint32_t sent = 0; permit && sent < 32 << 20;) {
        either[1] = wasi_monotonic_clock_subscribe_duration(200000000);
        wasi_poll_poll_result ready;
        wasi_poll_poll(SPAN_OF(either), &ready);
        wasi_pollable_drop(either[1]);
        permit = permitted(echo.output);
        uint32_t size = permit < sizeof chunk ? (uint32_t)permit : sizeof chunk;
        wasi_output_stream_write_result written;
        if (size) wasi_output_stream_write(echo.output, chunk, size, &written);
        sent += size;
    }
    choose("full", permit ? "no" : "yes");
    check_ok("not-ready-when-full", permit || !wasi_pollable_ready(room));
    while (!permit && !wasi_pollable_ready(room)) {
        wasi_pollable both[] = {room, come};
        wasi_poll_poll_result ready;
        wasi_poll_poll(SPAN_OF(both), &ready);
        wasi_input_stream_read_result taken;
        wasi_input_stream_read(echo.input, sizeof chunk, &taken);
    }
    wasi_pollable_block(room);
    check_at_least_u64("permit-after-block", permitted(echo.output), 1);
    wasi_pollable_drop(room);
    wasi_pollable_drop(come);
}
