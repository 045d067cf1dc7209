/*---
title: a connection that was broken off ends the stream, with or without an error
spec:
  - wasi:io/streams#[method]input-stream.subscribe
  - wasi:io/streams#[method]input-stream.read
  - wasi:io/poll#poll
errors: [wasi:io/streams#stream-error.closed]
clause: >
  A source with an error is marked as ready. A read then fails: with `last-operation-failed` for the error, or with
  `closed`. After an error the stream is closed, and reading it gives `closed` from then on. Here the peer resets
  the connection.
level: must
since: 0.2.2
peers: {reset: tcp-reset}
arguments: ["{reset.port}"]
checks: [marked-ready, {name: first, allowed: [last-operation-failed, closed]}, then, pollable-ready]
---*/
#include "streams.h"

CASE {
    net_end peer = streams_tcp();
    io_write_all(peer.output, STR("x"));
    wasi_pollable broken[] = {wasi_input_stream_subscribe(peer.input)};
    wasi_poll_poll_result ready;
    wasi_poll_poll(SPAN_OF(broken), &ready);
    check_eq_u64("marked-ready", ready.len, 1);
    wasi_input_stream_read_result piece;
    wasi_input_stream_read(peer.input, 4, &piece);
    choose_result("first", wasi_streams_stream_error, piece);
    wasi_input_stream_read(peer.input, 4, &piece);
    check_closed("then", piece);
    check_ok("pollable-ready", wasi_pollable_ready(broken[0]));
    wasi_pollable_drop(broken[0]);
}
