/*---
title: a pollable of the clock in the list ends the wait for a stream on which nothing comes
spec:
  - wasi:io/poll#poll
  - wasi:io/streams#[method]input-stream.subscribe
clause: >
  A timeout is made by a pollable of the clock in the list. With a connection on which the peer sends nothing, poll
  returns the index of the clock's pollable alone, when its duration has passed.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [how-many, which, duration]
---*/
#include "streams.h"

CASE {
    const uint64_t twenty_milliseconds = 20000000;
    net_end echo = streams_tcp();
    uint64_t start = wasi_monotonic_clock_now();
    wasi_pollable both[] = {
        wasi_input_stream_subscribe(echo.input),
        wasi_monotonic_clock_subscribe_duration(twenty_milliseconds),
    };
    wasi_poll_poll_result ready;
    wasi_poll_poll(SPAN_OF(both), &ready);
    check_at_least_u64("duration", wasi_monotonic_clock_now() - start, twenty_milliseconds);
    check_eq_u64("how-many", ready.len, 1);
    check_eq_u64("which", ready.len ? ready.ptr[0] : 99, 1);
    wasi_pollable_drop(both[0]);
}
