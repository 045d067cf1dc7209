/*---
title: a write that fails after it was taken is told by a later call
spec:
  - wasi:io/streams#[method]output-stream.write
  - wasi:io/streams#[method]output-stream.flush
  - wasi:io/streams#[method]output-stream.check-write
errors: [wasi:io/streams#stream-error.last-operation-failed]
clause: >
  write never waits, so that a failure may come out when it has returned. Then the pollable, which is ready when
  there is an error, ends the wait, and the next operation gives `last-operation-failed`: the loss is told once, by
  one call or another, and not passed over.
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
checks: [{name: told-by, allowed: [write, flush, check-write]}, error]
---*/
#include "streams.h"

CASE {
    wasi_output_stream out = streams_failing_output();
    io_wait_permit(out);
    wasi_output_stream_write_result result;
    const char *told_by = "write";
    wasi_output_stream_write(out, STR("x"), &result);
    if (!result.is_err) {
        told_by = "flush";
        wasi_output_stream_flush(out, &result);
    }
    wasi_output_stream_check_write_result permit = {.is_err = result.is_err, .err = result.err};
    if (!result.is_err) {
        wasi_pollable ready = wasi_output_stream_subscribe(out);
        wasi_pollable_block(ready);
        wasi_output_stream_check_write(out, &permit);
        told_by = permit.is_err ? "check-write" : "nobody";
    }
    choose("told-by", told_by);
    check_is_err("error", wasi_streams_stream_error, permit, WASI_STREAMS_STREAM_ERROR_LAST_OPERATION_FAILED);
}
