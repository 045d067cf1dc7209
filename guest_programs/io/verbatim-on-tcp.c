/*---
title: every byte is sent to a TCP peer and received from it as it is
spec:
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  Bytes to or from what is binary data are moved verbatim: all 256 values, among them NUL, line ends of every kind
  and such as are no UTF-8, come back from an echo as they were sent. blocking-read waits for them: no list that it
  returns is empty.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [length, first-difference, empty-lists]
---*/
#include "streams.h"

CASE {
    static char bytes[512];
    for (uint32_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i < 256 ? i : 511 - i);
    net_end echo = streams_tcp();
    io_write_all(echo.output, bytes, sizeof bytes);
    wasi_string all = {0, 0};
    uint32_t empty = 0;
    while (all.len < sizeof bytes && empty < 10) {
        wasi_input_stream_blocking_read_result piece;
        wasi_input_stream_blocking_read(echo.input, sizeof bytes - all.len, &piece);
        require_stream_ok("reading what comes back", piece);
        empty += piece.ok.len == 0;
        all = text_join(all, (wasi_string){(char *)piece.ok.ptr, piece.ok.len});
    }
    check_eq_u64("length", all.len, sizeof bytes);
    check_eq_u64("empty-lists", empty, 0);
    if (all.len != sizeof bytes) return;
    check_eq_u64("first-difference", io_first_difference(all.ptr, bytes, sizeof bytes), sizeof bytes);
}
