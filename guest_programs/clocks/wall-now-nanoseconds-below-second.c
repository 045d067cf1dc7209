/*---
title: the nanoseconds of the wall clock stay below a second
spec: wasi:clocks/wall-clock#now
clause: >
  In every reading of the clock, the nanoseconds are less than 1000000000.
level: must
since: 0.2.0
checks: [most]
---*/
#include "check.h"

CASE {
    uint64_t most = 0;
    for (int reading = 0; reading < 1000; reading++) {
        wasi_wall_clock_now_result now;
        wasi_wall_clock_now(&now);
        if (now.nanoseconds > most) most = now.nanoseconds;
    }
    check_at_most_u64("most", most, 999999999);
}
