/*---
title: write-zeroes of more bytes than were permitted traps
spec: wasi:io/streams#[method]output-stream.write-zeroes
clause: >
  write-zeroes has the same precondition as write: check-write gives the number of bytes that it may be asked for, and
  one more traps.
level: must
since: 0.2.0
checks: [permit]
expect: {trap: true}
---*/
#include "io.h"

CASE {
    wasi_output_stream err = wasi_stderr_get_stderr();
    uint64_t permit = io_wait_permit(err);
    require("a permit that a number can exceed", permit < UINT64_MAX);
    check_at_least_u64("permit", permit, 1);
    done();
    wasi_output_stream_write_zeroes_result written;
    wasi_output_stream_write_zeroes(err, permit + 1, &written);
    check_ok("survived", false);
}
