/*---
title: a pollable of a duration is not ready before the duration has elapsed
spec:
  - wasi:clocks/monotonic-clock#subscribe-duration
  - wasi:io/poll#[method]pollable.block
clause: >
  The pollable resolves after the duration has elapsed, counted from the call that made it: between two readings of the
  clock, one before that call and one after waiting, lies at least the duration, less one tick of the clock (its
  resolution), by which a reading may lag behind.
level: must
since: 0.2.0
checks: [one-millisecond, twenty-milliseconds]
---*/
#include "check.h"

static void wait_for(const char *name, uint64_t duration) {
    uint64_t tick = wasi_monotonic_clock_resolution();
    uint64_t before = wasi_monotonic_clock_now();
    wasi_pollable pollable = wasi_monotonic_clock_subscribe_duration(duration);
    wasi_pollable_block(pollable);
    uint64_t elapsed = wasi_monotonic_clock_now() - before;
    check_at_least_u64(name, elapsed, duration > tick ? duration - tick : 0);
}

CASE {
    const uint64_t millisecond = 1000000;
    wait_for("one-millisecond", millisecond);
    wait_for("twenty-milliseconds", 20 * millisecond);
}
