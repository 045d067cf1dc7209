/*---
title: a megabyte through stdout arrives byte for byte
spec:
  - wasi:cli/stdout#get-stdout
  - wasi:io/streams#[method]output-stream.check-write
  - wasi:io/streams#[method]output-stream.write
  - wasi:io/streams#[method]output-stream.blocking-flush
clause: >
  Writing as many bytes as each permit allows, whenever the stream's pollable is ready, and flushing at the end, hands
  on all of them once and in order.
level: must
since: 0.2.0
report: stderr
checks: [all-written, flushed]
expect:
  stdout: {repeat: "0123456789abcdefghijklmnopqrstuvwxyz\n", times: 28340}
---*/
#include "io.h"

static char pattern[4096 * 37];

CASE {
    const uint32_t size = 28340 * 37;
    for (uint32_t i = 0; i < sizeof pattern; i++) pattern[i] = "0123456789abcdefghijklmnopqrstuvwxyz\n"[i % 37];
    wasi_output_stream out = wasi_stdout_get_stdout();
    uint32_t at = 0;
    while (at < size) {
        uint64_t room = io_wait_permit(out);
        uint32_t start = at % 37, length = size - at;
        if (length > sizeof pattern - start) length = sizeof pattern - start;
        if (length > room) length = (uint32_t)room;
        wasi_output_stream_write_result written;
        wasi_output_stream_write(out, pattern + start, length, &written);
        require_ok("writing within a permit", wasi_streams_stream_error, written);
        at += length;
    }
    check_eq_u64("all-written", at, size);
    wasi_output_stream_blocking_flush_result flushed;
    wasi_output_stream_blocking_flush(out, &flushed);
    check_is_ok("flushed", wasi_streams_stream_error, flushed);
}
