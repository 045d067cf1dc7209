/*---
title: the error of a failed operation can be told as text, more than once
spec: wasi:io/error#[method]error.to-debug-string
clause: >
  to-debug-string returns a string that helps people to find the fault: some text, which is not said to be of any
  form. The call borrows the error, so that it can be asked again.
level: should
since: 0.2.0
files: {digits.txt: "0123456789"}
checks: [length, length-again]
---*/
#include "streams.h"

CASE {
    wasi_error error = streams_error();
    wasi_error_to_debug_string_result text;
    wasi_error_to_debug_string(error, &text);
    check_at_least_u64("length", text.len, 1);
    wasi_error_to_debug_string(error, &text);
    check_at_least_u64("length-again", text.len, 1);
    wasi_error_drop(error);
}
