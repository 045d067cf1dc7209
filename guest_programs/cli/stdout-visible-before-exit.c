/*---
title: what was written and flushed can be seen while the program runs
spec:
  - wasi:cli/stdout#get-stdout
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
clause: >
  Once blocking-write-and-flush has returned, the bytes are flushed and no longer the program's: whoever reads its
  stdout has them, without waiting for a full buffer or for the program's end. A peer that answers only after it saw
  them does answer.
level: must
since: 0.2.0
report: stderr
stdin: {repeat: "answer\n", after: "question? "}
checks: [written, answer]
expect: {stdout: "question? "}
---*/
#include "io.h"

CASE {
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(wasi_stdout_get_stdout(), STR("question? "), &written);
    check_is_ok("written", wasi_streams_stream_error, written);
    check_eq_text("answer", io_read_until_end(wasi_stdin_get_stdin()), "answer\n");
}
