/*---
title: what is written to stderr arrives there and not on stdout
spec:
  - wasi:cli/stderr#get-stderr
  - wasi:cli/stdout#get-stdout
clause: >
  stdout and stderr are two streams: bytes written to one arrive on that one alone, also when writes to them alternate.
level: must
since: 0.2.0
checks: [first, second]
expect: {stderr: "to stderr\nand again\n"}
---*/
#include "check.h"

static void complain(const char *name, const char *text) {
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(wasi_stderr_get_stderr(), text, text_length(text), &written);
    check_is_ok(name, wasi_streams_stream_error, written);
}

CASE {
    complain("first", "to stderr\n");
    complain("second", "and again\n");
}
