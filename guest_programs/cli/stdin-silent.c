/*---
title: stdin on which nothing has come yet is neither ready nor closed
spec:
  - wasi:cli/stdin#get-stdin
  - wasi:io/streams#[method]input-stream.read
  - wasi:io/streams#[method]input-stream.subscribe
clause: >
  read does not wait: on a stdin whose writer is there and silent it returns no bytes, which does not mean the end. The
  stream's pollable is not ready meanwhile, so that polling it together with one of 20 milliseconds finds the latter
  alone.
level: must
since: 0.2.0
stdin: {held: true}
checks: [read, how-many-ready, which-ready, read-later]
---*/
#include "check.h"

static void check_nothing(const char *name, wasi_input_stream in) {
    wasi_input_stream_read_result got;
    wasi_input_stream_read(in, 16, &got);
    wasi_string shown = text_of_result(wasi_streams_stream_error, got);
    if (!got.is_err) shown = text_join(text_of_u64(got.ok.len), text_of(" bytes"));
    check_result(name, shown, text_of("0 bytes"));
}

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    check_nothing("read", in);
    wasi_pollable both[] = {wasi_input_stream_subscribe(in), wasi_monotonic_clock_subscribe_duration(20000000)};
    wasi_poll_poll_result ready;
    wasi_poll_poll(SPAN_OF(both), &ready);
    check_eq_u64("how-many-ready", ready.len, 1);
    check_eq_u64("which-ready", ready.len ? ready.ptr[0] : 99, 1);
    check_nothing("read-later", in);
}
