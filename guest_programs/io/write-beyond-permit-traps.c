/*---
title: a write of more bytes than were permitted traps
spec: wasi:io/streams#[method]output-stream.write
clause: >
  check-write gives the number of bytes that the next write may have; a write of one more traps. (Where the permit is
  larger than what a guest can hold, the guest cannot try.)
level: must
since: 0.2.0
checks: [permit]
expect: {trap: true}
---*/
#include "io.h"

CASE {
    wasi_output_stream err = wasi_stderr_get_stderr();
    uint64_t permit = io_wait_permit(err);
    require("a permit that a guest's memory can exceed", permit < 64 * 1024 * 1024);
    check_at_least_u64("permit", permit, 1);
    done();
    wasi_output_stream_write_result written;
    wasi_output_stream_write(err, allocate(permit + 1, 1), (uint32_t)permit + 1, &written);
    check_ok("survived", false);
}
