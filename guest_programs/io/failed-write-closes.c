/*---
title: a write that fails says so once, and then the stream is closed
spec: wasi:io/streams#[method]output-stream.blocking-write-and-flush
errors:
  - wasi:io/streams#stream-error.last-operation-failed
  - wasi:io/streams#stream-error.closed
clause: >
  The operation that failed gives `last-operation-failed`. After it the stream is closed: all operations that follow
  return `closed`, and its pollable is ready. (That sentence is in the text since 0.2.2.) What fails here is a write
  at the highest offset that a system can name, where no file has room for a byte.
level: must
since: 0.2.2
preopens: [{guest: /, host: .}]
checks:
  - failed
  - check-write
  - blocking-write-and-flush
  - flush
  - blocking-flush
  - blocking-write-zeroes-and-flush
  - pollable-ready
---*/
#include "streams.h"

CASE {
    wasi_output_stream out = streams_failing_output();
    wasi_output_stream_blocking_write_and_flush_result done_so;
    wasi_output_stream_blocking_write_and_flush(out, STR("x"), &done_so);
    check_is_err(
        "failed", wasi_streams_stream_error, done_so, WASI_STREAMS_STREAM_ERROR_LAST_OPERATION_FAILED
    );
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(out, &permit);
    check_closed("check-write", permit);
    wasi_output_stream_blocking_write_and_flush(out, STR("x"), &done_so);
    check_closed("blocking-write-and-flush", done_so);
    wasi_output_stream_flush(out, &done_so);
    check_closed("flush", done_so);
    wasi_output_stream_blocking_flush(out, &done_so);
    check_closed("blocking-flush", done_so);
    wasi_output_stream_blocking_write_zeroes_and_flush(out, 1, &done_so);
    check_closed("blocking-write-zeroes-and-flush", done_so);
    wasi_pollable ready = wasi_output_stream_subscribe(out);
    check_ok("pollable-ready", wasi_pollable_ready(ready));
    wasi_pollable_drop(ready);
}
