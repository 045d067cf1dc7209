/*---
title: waiting for an instant that has passed returns
spec:
  - wasi:clocks/monotonic-clock#subscribe-instant
  - wasi:io/poll#[method]pollable.block
clause: >
  An instant that the clock has already read, or the least instant of all, has occurred: waiting for its pollable does
  not take the time until the clock comes round again, but returns.
level: must
since: 0.2.0
checks: [woke-up]
---*/
#include "check.h"

CASE {
    wasi_pollable_block(wasi_monotonic_clock_subscribe_instant(0));
    wasi_pollable_block(wasi_monotonic_clock_subscribe_instant(wasi_monotonic_clock_now()));
    check_ok("woke-up", true);
}
