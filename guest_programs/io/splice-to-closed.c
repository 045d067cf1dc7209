/*---
title: a splice to a closed stream fails with closed and takes nothing from its source
spec:
  - wasi:io/streams#[method]output-stream.splice
  - wasi:io/streams#[method]output-stream.blocking-splice
errors: [wasi:io/streams#stream-error.closed]
clause: >
  The first step of a splice is check-write; its error ends the splice and is what the call reports. What would have
  been read is still there. blocking-splice differs only in that it waits, and a closed stream is ready.
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [splice, blocking-splice, source]
---*/
#include "streams.h"

CASE {
    net_end echo = streams_tcp();
    wasi_input_stream digits = streams_file_input();
    io_wait_input(digits);
    net_shutdown_send(echo.socket);
    wasi_output_stream_splice_result moved;
    wasi_output_stream_splice(echo.output, digits, 4, &moved);
    check_closed("splice", moved);
    wasi_output_stream_blocking_splice(echo.output, digits, 4, &moved);
    check_closed("blocking-splice", moved);
    check_eq_text("source", io_read_until_end(digits), STREAMS_DIGITS);
}
