/*---
title: ready says false, without waiting, of an event that lies ahead
spec: wasi:io/poll#[method]pollable.ready
clause: >
  The function never blocks. Of a pollable that becomes ready an hour from now it returns false, each time it is asked.
level: must
since: 0.2.0
checks: [first, again]
---*/
#include "check.h"

CASE {
    wasi_pollable hour = wasi_monotonic_clock_subscribe_duration(3600 * 1000000000ull);
    check_ok("first", !wasi_pollable_ready(hour));
    check_ok("again", !wasi_pollable_ready(hour));
}
