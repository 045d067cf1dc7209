/*---
title: what was written and then flushed can be seen while the program runs
spec:
  - wasi:cli/stdout#get-stdout
  - wasi:io/streams#[method]output-stream.write
  - wasi:io/streams#[method]output-stream.blocking-flush
clause: >
  Once blocking-flush has returned, the bytes that write took before are flushed: whoever reads the program's stdout
  has them, without waiting for more of them or for the program's end. A peer that answers only after it saw them does
  answer.
level: must
since: 0.2.0
report: stderr
stdin: {repeat: "answer\n", after: "question? "}
checks: [written, flushed, answer]
expect: {stdout: "question? "}
---*/
#include "io.h"

CASE {
    wasi_output_stream out = wasi_stdout_get_stdout();
    require("room for ten bytes", io_wait_permit(out) >= 10);
    wasi_output_stream_write_result written;
    wasi_output_stream_write(out, STR("question? "), &written);
    check_is_ok("written", wasi_streams_stream_error, written);
    wasi_output_stream_blocking_flush_result flushed;
    wasi_output_stream_blocking_flush(out, &flushed);
    check_is_ok("flushed", wasi_streams_stream_error, flushed);
    check_eq_text("answer", io_read_until_end(wasi_stdin_get_stdin()), "answer\n");
}
