/*---
title: a permit does not outlive the stream; a write then fails with closed
spec:
  - wasi:io/streams#[method]output-stream.write
  - wasi:io/streams#[method]output-stream.write-zeroes
errors: [wasi:io/streams#stream-error.closed]
clause: >
  When the stream has closed since check-write gave a permit, a write of no more than that permit fails with
  `closed`; write-zeroes is used precisely like write. Here a shutdown of the socket's sending side closes the
  stream in between.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [write, write-zeroes]
---*/
#include "streams.h"

CASE {
    wasi_output_stream_write_result written;
    net_end echo = streams_tcp();
    io_wait_permit(echo.output);
    net_shutdown_send(echo.socket);
    wasi_output_stream_write(echo.output, STR("x"), &written);
    check_closed("write", written);
    echo = streams_tcp();
    io_wait_permit(echo.output);
    net_shutdown_send(echo.socket);
    wasi_output_stream_write_zeroes(echo.output, 1, &written);
    check_closed("write-zeroes", written);
}
