/*---
title: once all is read, a new pollable waits for what comes next
spec:
  - wasi:io/streams#[method]input-stream.subscribe
  - wasi:io/poll#[method]pollable.ready
clause: >
  A pollable made after everything that came has been read, on a connection that is still open, has no bytes and no
  end to tell of: it is not ready. It becomes ready with the next byte. The text neither allows nor forbids that a
  pollable is ready in vain, and maintainers dispute it: so this is what it recommends.
level: should
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [first-byte, not-ready, next-byte]
---*/
#include "streams.h"

CASE {
    net_end echo = streams_tcp();
    io_write_all(echo.output, STR("a"));
    wasi_string first = io_read_exactly(echo.input, 1);
    check_eq_text("first-byte", first, "a");
    wasi_pollable next = wasi_input_stream_subscribe(echo.input);
    check_ok("not-ready", !wasi_pollable_ready(next));
    io_write_all(echo.output, STR("b"));
    wasi_pollable_block(next);
    // One that was ready in vain a moment ago may be so again before the byte is back: that is the same fault.
    check_eq_text("next-byte", io_read_exactly(echo.input, 1), "b");
    wasi_pollable_drop(next);
}
