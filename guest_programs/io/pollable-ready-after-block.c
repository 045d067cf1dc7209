/*---
title: a pollable of a time that has passed is ready, and stays so
spec:
  - wasi:io/poll#[method]pollable.ready
  - wasi:io/poll#[method]pollable.block
clause: >
  block waits until the pollable is ready. Its event is that a time has passed, which cannot come undone: ready returns
  true from then on, whether or not it has been asked before, and block returns again.
level: must
since: 0.2.0
checks: [after-block, again, after-second-block]
---*/
#include "check.h"

CASE {
    wasi_pollable soon = wasi_monotonic_clock_subscribe_duration(1000000);
    wasi_pollable_block(soon);
    check_ok("after-block", wasi_pollable_ready(soon));
    check_ok("again", wasi_pollable_ready(soon));
    wasi_pollable_block(soon);
    check_ok("after-second-block", wasi_pollable_ready(soon));
}
