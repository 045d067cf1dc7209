/*---
title: exit ends a program that holds handles, as success
spec: wasi:cli/exit#exit
clause: >
  The call ends the instance whatever it still holds: pollables that are waiting, streams and their children. That
  nothing was dropped is no fault, and nobody waits for the pollable of the longest duration there is.
level: must
since: 0.2.0
needs: [exit-code]
checks: [reached]
expect: {exit: 0}
---*/
#include "io.h"

CASE {
    wasi_pollable never = wasi_monotonic_clock_subscribe_duration(UINT64_MAX);
    wasi_pollable in = wasi_input_stream_subscribe(wasi_stdin_get_stdin());
    wasi_pollable out = wasi_output_stream_subscribe(wasi_stdout_get_stdout());
    check_ok("reached", !wasi_pollable_ready(never) && in != out);
    case_fails();
    done();
    wasi_exit_exit(0);
    check_ok("survived", false);
}
