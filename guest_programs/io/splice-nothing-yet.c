/*---
title: splice from where nothing has come yet moves nothing and does not wait
spec: wasi:io/streams#[method]output-stream.splice
clause: >
  splice is check-write, read and write, none of which waits. From a connection on which the peer has sent nothing
  it moves zero bytes, and succeeds.
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [result, moved]
expect:
  files: {out.bin: ""}
---*/
#include "streams.h"

CASE {
    wasi_output_stream out = streams_file_output();
    io_wait_permit(out);
    wasi_output_stream_splice_result moved;
    wasi_output_stream_splice(out, streams_tcp().input, 4, &moved);
    check_stream_ok("result", moved);
    check_eq_u64("moved", moved.is_err ? 99 : moved.ok, 0);
}
