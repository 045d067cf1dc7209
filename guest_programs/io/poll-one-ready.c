/*---
title: poll returns the index of what is ready and not of what is not
spec:
  - wasi:io/poll#poll
  - wasi:clocks/monotonic-clock#subscribe-duration
clause: >
  Given a pollable that becomes ready an hour from now and one whose duration is zero, poll returns without waiting for
  the first, and the list holds the index of the second alone.
level: must
since: 0.2.0
checks: [how-many, which]
---*/
#include "check.h"

CASE {
    const uint64_t hour = 3600 * 1000000000ull;
    wasi_pollable both[] = {wasi_monotonic_clock_subscribe_duration(hour), wasi_monotonic_clock_subscribe_duration(0)};
    wasi_poll_poll_result ready;
    wasi_poll_poll(SPAN_OF(both), &ready);
    check_eq_u64("how-many", ready.len, 1);
    check_eq_u64("which", ready.len ? ready.ptr[0] : 99, 1);
}
