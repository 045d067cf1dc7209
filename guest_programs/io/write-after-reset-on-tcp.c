/*---
title: writing to a connection that was broken off fails, and then the stream is closed
spec:
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
  - wasi:io/streams#[method]output-stream.check-write
  - wasi:io/streams#[method]output-stream.subscribe
errors: [wasi:io/streams#stream-error.closed]
clause: >
  What can no longer be flushed is not a success: within a few writes to a connection that the peer has reset, one
  fails, with `last-operation-failed` or with `closed`. From then on the stream returns `closed`, and its pollable
  is ready.
level: must
since: 0.2.2
confirmed: "two readers of the text, 2026-11-22; Wasmtime's streams of files do so"
peers: {reset: tcp-reset}
arguments: ["{reset.port}"]
checks:
  - {name: failed, allowed: [last-operation-failed, closed]}
  - check-write
  - blocking-write-and-flush
  - pollable-ready
---*/
#include "streams.h"

CASE {
    net_end peer = streams_tcp();
    io_write_all(peer.output, STR("x"));
    io_wait_input(peer.input);
    wasi_output_stream_blocking_write_and_flush_result written = {.is_err = 0};
    for (uint32_t i = 0; i < 20 && !written.is_err; i++)
        wasi_output_stream_blocking_write_and_flush(peer.output, STR("x"), &written);
    choose_result("failed", wasi_streams_stream_error, written);
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(peer.output, &permit);
    check_closed("check-write", permit);
    wasi_output_stream_blocking_write_and_flush(peer.output, STR("x"), &written);
    check_closed("blocking-write-and-flush", written);
    wasi_pollable ready = wasi_output_stream_subscribe(peer.output);
    check_ok("pollable-ready", wasi_pollable_ready(ready));
    wasi_pollable_drop(ready);
}
