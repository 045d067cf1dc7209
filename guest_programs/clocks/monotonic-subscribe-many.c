/*---
title: of many pollables of durations none is ready early, and none is forgotten
spec:
  - wasi:clocks/monotonic-clock#subscribe-duration
  - wasi:clocks/monotonic-clock#now
  - wasi:io/poll#poll
clause: >
  Each pollable resolves after its own duration: whenever polling says that one of 50 is ready, its duration has elapsed
  since it was made, less one tick of the clock, in whatever order they were made. All of them become ready in the end.
level: must
since: 0.2.0
checks: [became-ready, too-early]
---*/
#include "check.h"

enum { COUNT = 50 };

CASE {
    uint64_t tick = wasi_monotonic_clock_resolution(), made[COUNT], durations[COUNT];
    wasi_pollable waiting[COUNT];
    uint32_t which[COUNT], left = COUNT, early = 0, finished = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        durations[i] = 1000000ull * (i * 37 % COUNT);  // from 0 to 49 milliseconds, shuffled
        made[i] = wasi_monotonic_clock_now();
        waiting[i] = wasi_monotonic_clock_subscribe_duration(durations[i]);
        which[i] = i;
    }
    while (left) {
        wasi_poll_poll_result ready;
        wasi_poll_poll(waiting, left, &ready);
        uint64_t now = wasi_monotonic_clock_now();
        if (!ready.len || ready.len > left) break;
        for (uint32_t r = 0; r < ready.len; r++) {
            uint32_t i = which[ready.ptr[r]];
            early += now - made[i] + tick < durations[i];
            finished++;
        }
        for (uint32_t r = ready.len; r-- > 0; left--) {  // from the end, so that the places before stay as they are
            waiting[ready.ptr[r]] = waiting[left - 1];
            which[ready.ptr[r]] = which[left - 1];
        }
    }
    check_eq_u64("became-ready", finished, COUNT);
    check_eq_u64("too-early", early, 0);
}
