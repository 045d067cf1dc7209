/*---
title: poll returns no earlier than the first of its durations, and not without the others when theirs have passed
spec:
  - wasi:io/poll#poll
  - wasi:clocks/monotonic-clock#subscribe-duration
clause: >
  poll waits until one or more of the pollables are ready, and names only such. Each of several durations must have
  passed, by the monotonic clock, when its index is returned; asked again for those that are left, poll names each
  of them in the end.
level: must
since: 0.2.0
checks: [at-least-one-each, too-early, named]
---*/
#include "check.h"

enum { ALL = 5 };

CASE {
    const uint64_t millisecond = 1000000, durations[ALL] = {40, 10, 30, 0, 20};
    uint64_t start = wasi_monotonic_clock_now(), due[ALL];
    wasi_pollable left[ALL];
    for (uint32_t i = 0; i < ALL; i++) {
        due[i] = start + durations[i] * millisecond;
        left[i] = wasi_monotonic_clock_subscribe_duration(durations[i] * millisecond);
    }
    uint32_t count = ALL, empty = 0, early = 0;
    while (count && !empty) {
        wasi_poll_poll_result ready;
        wasi_poll_poll(left, count, &ready);
        uint64_t now = wasi_monotonic_clock_now();
        empty += ready.len == 0;
        bool named[ALL] = {false};
        for (uint32_t i = 0; i < ready.len && ready.ptr[i] < count; i++) named[ready.ptr[i]] = true;
        uint32_t kept = 0;
        for (uint32_t i = 0; i < count; i++) {
            early += named[i] && now < due[i];
            if (named[i]) continue;
            left[kept] = left[i];
            due[kept++] = due[i];
        }
        empty += kept == count;
        count = kept;
    }
    check_eq_u64("at-least-one-each", empty, 0);
    check_eq_u64("too-early", early, 0);
    check_eq_u64("named", ALL - count, ALL);
}
