/*---
title: dropping an input stream before its pollable traps, or does no harm, on a file's stream
spec: wasi:io/streams#[method]input-stream.subscribe
clause: >
  The pollable is a child of the stream. A host may trap when the stream is dropped while the pollable is still
  there; one that does not must let the pollable be dropped afterwards, and go on.
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
checks: [pollable]
expect: {trap: allowed}
---*/
#include "streams.h"

CASE {
    wasi_input_stream stream = streams_file_input();
    wasi_pollable child = wasi_input_stream_subscribe(stream);
    check_ok("pollable", true);
    done();
    wasi_input_stream_drop(stream);
    wasi_pollable_drop(child);
}
