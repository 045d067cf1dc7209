/*---
title: a pollable of an instant is not ready before that instant
spec:
  - wasi:clocks/monotonic-clock#subscribe-instant
  - wasi:io/poll#[method]pollable.block
clause: >
  The pollable resolves once the instant has occurred: after waiting for it, the same clock reads at least that instant.
level: must
since: 0.2.0
checks: [one-millisecond, twenty-milliseconds]
---*/
#include "check.h"

static void wait_until(const char *name, uint64_t instant) {
    wasi_pollable pollable = wasi_monotonic_clock_subscribe_instant(instant);
    wasi_pollable_block(pollable);
    check_at_least_u64(name, wasi_monotonic_clock_now(), instant);
}

CASE {
    const uint64_t millisecond = 1000000;
    wait_until("one-millisecond", wasi_monotonic_clock_now() + millisecond);
    wait_until("twenty-milliseconds", wasi_monotonic_clock_now() + 20 * millisecond);
}
