/*---
title: the longest durations have not elapsed after a moment
spec:
  - wasi:clocks/monotonic-clock#subscribe-duration
  - wasi:io/poll#poll
clause: >
  A pollable of a duration of 30 days, or of the largest duration there is, is not ready within a moment: neither value
  may wrap round in the host's own units of time. Polling them together with a pollable of 20 milliseconds finds that
  last one ready, alone.
level: must
since: 0.2.0
checks: [how-many, which]
---*/
#include "check.h"

CASE {
    const uint64_t millisecond = 1000000, day = 24 * 3600 * 1000 * millisecond;
    wasi_pollable all[] = {
        wasi_monotonic_clock_subscribe_duration(30 * day),
        wasi_monotonic_clock_subscribe_duration(UINT64_MAX),
        wasi_monotonic_clock_subscribe_duration(20 * millisecond),
    };
    wasi_poll_poll_result ready;
    wasi_poll_poll(SPAN_OF(all), &ready);
    check_eq_u64("how-many", ready.len, 1);
    check_eq_u64("which", ready.len ? ready.ptr[0] : 99, 2);
}
