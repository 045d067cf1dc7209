/*---
title: dropping an output stream before its pollable traps, or does no harm, on a file's stream
spec: wasi:io/streams#[method]output-stream.subscribe
clause: >
  The pollable is a child of the stream. A host may trap when the stream is dropped while the pollable is still
  there; one that does not must let the pollable be dropped afterwards, and go on.
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
checks: [pollable]
expect: {trap: allowed}
---*/
#include "streams.h"

CASE {
    wasi_output_stream stream = streams_file_output();
    wasi_pollable child = wasi_output_stream_subscribe(stream);
    check_ok("pollable", true);
    done();
    wasi_output_stream_drop(stream);
    wasi_pollable_drop(child);
}
