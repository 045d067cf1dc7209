/*---
title: a pollable of an instant that has passed is ready at once
spec:
  - wasi:clocks/monotonic-clock#subscribe-instant
  - wasi:io/poll#[method]pollable.ready
clause: >
  The event of the pollable is that the instant has occurred. An instant that the clock has already read has occurred,
  and so has the least instant of all: the pollable is ready from the start. The text sets no bound to how soon
  readiness must show, so this plain reading is a recommendation, not a demand.
level: should
since: 0.2.0
checks: [instant-zero, instant-just-read]
---*/
#include "check.h"

CASE {
    check_ok("instant-zero", wasi_pollable_ready(wasi_monotonic_clock_subscribe_instant(0)));
    uint64_t now = wasi_monotonic_clock_now();
    check_ok("instant-just-read", wasi_pollable_ready(wasi_monotonic_clock_subscribe_instant(now)));
}
