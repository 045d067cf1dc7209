/*---
title: splice and blocking-splice take any length, from none to the highest number
spec:
  - wasi:io/streams#[method]output-stream.splice
  - wasi:io/streams#[method]output-stream.blocking-splice
clause: >
  What is read is the smaller of `len` and what check-write permits. With `len` 0 that is nothing, from a stream
  that is open, and the call succeeds with zero; with 2^64-1 it is some of what there is, and not more.
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
checks:
  - splice-none
  - splice-none-moved
  - blocking-splice-none
  - blocking-splice-none-moved
  - splice-most
  - splice-most-moved
---*/
#include "streams.h"

CASE {
    wasi_output_stream out = streams_file_output();
    wasi_input_stream in = streams_file_input();
    wasi_output_stream_splice_result moved;
    io_wait_input(in);
    io_wait_permit(out);
    wasi_output_stream_splice(out, in, 0, &moved);
    check_stream_ok("splice-none", moved);
    check_eq_u64("splice-none-moved", moved.is_err ? 99 : moved.ok, 0);
    wasi_output_stream_blocking_splice(out, in, 0, &moved);
    check_stream_ok("blocking-splice-none", moved);
    check_eq_u64("blocking-splice-none-moved", moved.is_err ? 99 : moved.ok, 0);
    wasi_output_stream_blocking_splice(out, in, UINT64_MAX, &moved);
    check_stream_ok("splice-most", moved);
    check_ok("splice-most-moved", !moved.is_err && moved.ok >= 1 && moved.ok <= 10);
}
