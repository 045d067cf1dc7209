/*---
title: the wall clock goes on while the program waits
spec:
  - wasi:clocks/wall-clock#now
  - wasi:clocks/monotonic-clock#subscribe-duration
clause: >
  now reads the clock's current value and not that of the program's start: after 100 milliseconds by the monotonic clock,
  the wall clock should have advanced by 50 at least. (It may be reset, and so this is no demand.)
level: should
since: 0.2.0
checks: [milliseconds]
---*/
#include "check.h"

static uint64_t read_clock(void) {
    wasi_wall_clock_now_result now;
    wasi_wall_clock_now(&now);
    return now.seconds * 1000 + now.nanoseconds / 1000000;
}

CASE {
    uint64_t before = read_clock();
    wasi_pollable_block(wasi_monotonic_clock_subscribe_duration(100000000));
    check_at_least_u64("milliseconds", read_clock() - before, 50);
}
