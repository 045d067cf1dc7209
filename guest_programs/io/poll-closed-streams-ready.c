/*---
title: poll names closed streams as ready
spec:
  - wasi:io/poll#poll
  - wasi:io/streams#[method]output-stream.subscribe
  - wasi:io/streams#[method]input-stream.subscribe
clause: >
  The pollable of a closed output stream is always ready at once, and that of an input stream whose other end has
  been closed is ready. Beside a time to come, poll of either returns its index alone. Here the guest ends its side
  of the connection, and the peer answers with the end of its own.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [output-how-many, output, input-how-many, input]
---*/
#include "streams.h"

static void named(const char *how_many, const char *which, wasi_pollable of_stream) {
    wasi_pollable both[] = {wasi_monotonic_clock_subscribe_duration(3600 * 1000000000ull), of_stream};
    wasi_poll_poll_result ready;
    wasi_poll_poll(SPAN_OF(both), &ready);
    check_eq_u64(how_many, ready.len, 1);
    check_eq_u64(which, ready.len ? ready.ptr[0] : 99, 1);
    wasi_pollable_drop(of_stream);
}

CASE {
    net_end echo = streams_tcp();
    net_shutdown_send(echo.socket);
    named("output-how-many", "output", wasi_output_stream_subscribe(echo.output));
    named("input-how-many", "input", wasi_input_stream_subscribe(echo.input));
}
