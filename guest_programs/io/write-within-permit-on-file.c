/*---
title: writes within the permit, once flushed, have arrived, on a file's stream
spec:
  - wasi:io/streams#[method]output-stream.write
  - wasi:io/streams#[method]output-stream.blocking-flush
  - wasi:io/streams#[method]output-stream.check-write
clause: >
  A write of no more bytes than check-write permitted succeeds; blocking-flush then waits until what was passed to
  write has been flushed and the stream is ready for writing again. What arrives is the bytes of all writes, in
  order.
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
checks: [writes-refused, flush, permit]
expect:
  files: {out.bin: "0123456789"}
---*/
#include "output_claims.h"

CASE {
    claim_blocking_flush(streams_file_output());
}
