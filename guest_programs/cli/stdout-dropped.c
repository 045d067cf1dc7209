/*---
title: dropping a handle of stdout does not close stdout
spec:
  - wasi:cli/stdout#get-stdout
  - wasi:io/streams#[resource-drop]output-stream
clause: >
  What is dropped is the program's handle. The text does not say that stdout ends with it, and get-stdout has no way to
  fail: a handle asked for afterwards should carry on where the first one stopped.
level: should
since: 0.2.0
report: stderr
checks: [before, after]
expect: {stdout: "before after"}
---*/
#include "check.h"

static void write(const char *name, wasi_output_stream out, const char *text) {
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(out, text, text_length(text), &written);
    check_is_ok(name, wasi_streams_stream_error, written);
}

CASE {
    wasi_output_stream first = wasi_stdout_get_stdout();
    write("before", first, "before ");
    wasi_output_stream_drop(first);
    write("after", wasi_stdout_get_stdout(), "after");
}
