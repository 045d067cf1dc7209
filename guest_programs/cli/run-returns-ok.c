/*---
title: run returning ok is a success of the program
spec: wasi:cli/run#run
clause: >
  The result of run is the program's: ok tells the host that it succeeded (what a runner observes is status code 0),
  also when it wrote to stderr.
level: must
since: 0.2.0
needs: [exit-code]
checks: [reached]
expect: {exit: 0, stderr: "a warning\n"}
---*/
#include "check.h"

CASE {
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(wasi_stderr_get_stderr(), STR("a warning\n"), &written);
    check_is_ok("reached", wasi_streams_stream_error, written);
}
