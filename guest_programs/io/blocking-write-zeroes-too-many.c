/*---
title: blocking-write-zeroes-and-flush of 4097 bytes traps, fails, or writes them all
spec: wasi:io/streams#[method]output-stream.blocking-write-zeroes-and-flush
clause: >
  The call is for up to 4096 bytes; what becomes of more, the text leaves open. But success says that all of the
  contents were written and flushed, and so one that is told has to be true.
level: must
since: 0.2.7
preopens: [{guest: /, host: .}]
checks: [reached]
expect: {trap: allowed}
---*/
#include "streams.h"

CASE {
    wasi_output_stream out = streams_file_output();
    check_ok("reached", true);
    done();
    wasi_output_stream_blocking_write_zeroes_and_flush_result written;
    wasi_output_stream_blocking_write_zeroes_and_flush(out, 4097, &written);
    if (!written.is_err && streams_file_written().len != 4097) case_fails();
}
