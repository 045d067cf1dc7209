/*---
title: waiting for no duration, or for a nanosecond, returns
spec:
  - wasi:clocks/monotonic-clock#subscribe-duration
  - wasi:io/poll#[method]pollable.block
  - wasi:io/poll#[method]pollable.ready
clause: >
  The least durations are durations: that of zero has elapsed at once, that of one nanosecond a moment later. Waiting for
  their pollables returns, and from then on they are ready, because a duration that has elapsed remains so.
level: must
since: 0.2.0
checks: [zero-ready-after-block, zero-still-ready, nanosecond-ready-after-block, nanosecond-still-ready]
---*/
#include "check.h"

static void wait_for(uint64_t duration, const char *first, const char *second) {
    wasi_pollable pollable = wasi_monotonic_clock_subscribe_duration(duration);
    wasi_pollable_block(pollable);
    check_ok(first, wasi_pollable_ready(pollable));
    wasi_pollable_block(pollable);
    check_ok(second, wasi_pollable_ready(pollable));
}

CASE {
    wait_for(0, "zero-ready-after-block", "zero-still-ready");
    wait_for(1, "nanosecond-ready-after-block", "nanosecond-still-ready");
}
