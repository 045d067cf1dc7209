/*---
title: stdout passes every byte value on as it is
spec:
  - wasi:cli/stdout#get-stdout
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
clause: >
  When stdout is binary data, the bytes written arrive verbatim: no value is dropped or translated, be it NUL, a line
  end or a byte that is not UTF-8.
level: must
since: 0.2.0
report: stderr
checks: [written]
expect:
  stdout:
    base64: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xN\
      Tk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqb\
      nJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp\
      6uvs7e7v8PHy8/T19vf4+fr7/P3+/w=="
---*/
#include "check.h"

CASE {
    unsigned char bytes[256];
    for (int value = 0; value < 256; value++) bytes[value] = (unsigned char)value;
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(wasi_stdout_get_stdout(), SPAN_OF(bytes), &written);
    check_is_ok("written", wasi_streams_stream_error, written);
}
