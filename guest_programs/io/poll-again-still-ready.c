/*---
title: what poll has named is ready when it is asked for again
spec:
  - wasi:io/poll#poll
  - wasi:io/poll#[method]pollable.ready
clause: >
  Polling does no input or output, and takes nothing away: with nothing read from the stream since, its pollable is
  named by every further call, and ready says the same.
level: must
since: 0.2.0
stdin: "0123456789"
checks: [first, second, ready, third, bytes]
---*/
#include "io.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    wasi_pollable one[] = {wasi_input_stream_subscribe(in)};
    wasi_poll_poll_result ready;
    wasi_poll_poll(SPAN_OF(one), &ready);
    check_eq_u64("first", ready.len, 1);
    wasi_poll_poll(SPAN_OF(one), &ready);
    check_eq_u64("second", ready.len, 1);
    check_ok("ready", wasi_pollable_ready(one[0]));
    wasi_poll_poll(SPAN_OF(one), &ready);
    check_eq_u64("third", ready.len, 1);
    wasi_pollable_drop(one[0]);
    check_eq_text("bytes", io_read_until_end(in), "0123456789");
}
