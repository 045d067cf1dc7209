/*---
title: readings of the monotonic clock that differ differ by a tick at least
spec:
  - wasi:clocks/monotonic-clock#resolution
  - wasi:clocks/monotonic-clock#now
clause: >
  The resolution is the duration of a tick of the clock, so that a clock should not be seen to advance by less: two
  readings are equal or at least that far apart. The text gives no precision for the value.
level: should
since: 0.2.0
checks: [advanced, shorter-steps]
---*/
#include "check.h"

CASE {
    uint64_t tick = wasi_monotonic_clock_resolution(), latest = wasi_monotonic_clock_now(), shorter = 0;
    uint64_t first = latest;
    while (latest < first + 5000000) {
        uint64_t now = wasi_monotonic_clock_now();
        shorter += now != latest && now - latest < tick;
        latest = now;
    }
    check_at_least_u64("advanced", latest - first, 5000000);
    check_eq_u64("shorter-steps", shorter, 0);
}
