/*---
title: deadlines that have passed, and durations of zero, are ready without any wait
spec:
  - wasi:io/poll#[method]pollable.ready
  - wasi:clocks/monotonic-clock#subscribe-instant
  - wasi:clocks/monotonic-clock#subscribe-duration
clause: >
  The event of a pollable of the clock is that its instant has been reached. An instant that lies in the past, the
  one that was read from the clock just before, and a duration of zero have been: each pollable, waited for, is
  ready, and stays so when it is asked without waiting.
level: must
since: 0.2.0
checks: [zero-instant, instant-before, instant-now, zero-duration]
---*/
#include "check.h"

static void ready(const char *name, wasi_pollable pollable) {
    wasi_pollable_block(pollable);
    check_ok(name, wasi_pollable_ready(pollable));
    wasi_pollable_drop(pollable);
}

CASE {
    uint64_t now = wasi_monotonic_clock_now();
    ready("zero-instant", wasi_monotonic_clock_subscribe_instant(0));
    ready("instant-before", wasi_monotonic_clock_subscribe_instant(now ? now - 1 : 0));
    ready("instant-now", wasi_monotonic_clock_subscribe_instant(now));
    ready("zero-duration", wasi_monotonic_clock_subscribe_duration(0));
}
