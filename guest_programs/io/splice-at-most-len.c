/*---
title: splice moves at most as many bytes as were asked for, and leaves the rest
spec: wasi:io/streams#[method]output-stream.splice
clause: >
  splice reads no more than `len` bytes, writes what it read and tells how many those were. With both streams ready, and
  a `len` of one, that is one byte; the next can be read from the input afterwards.
level: must
since: 0.2.0
stdin: "0123456789"
report: stderr
checks: [result, moved, next-byte]
expect: {stdout: "0"}
---*/
#include "io.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    wasi_output_stream out = wasi_stdout_get_stdout();
    io_wait_input(in);
    io_wait_permit(out);
    wasi_output_stream_splice_result moved;
    wasi_output_stream_splice(out, in, 1, &moved);
    check_is_ok("result", wasi_streams_stream_error, moved);
    check_eq_u64("moved", moved.is_err ? 99 : moved.ok, 1);
    wasi_output_stream_blocking_flush_result flushed;
    wasi_output_stream_blocking_flush(out, &flushed);
    wasi_input_stream_blocking_read_result next;
    wasi_input_stream_blocking_read(in, 1, &next);
    check_eq_str("next-byte", next.ok.ptr, next.is_err ? 0 : next.ok.len, STR("1"));
}
