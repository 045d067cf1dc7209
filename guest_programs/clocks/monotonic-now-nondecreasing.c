/*---
title: the monotonic clock never goes back
spec: wasi:clocks/monotonic-clock#now
clause: >
  Each reading of the clock is at least as large as every reading before it.
level: must
since: 0.2.0
checks: [never-earlier]
---*/
#include "check.h"

CASE {
    uint64_t latest = wasi_monotonic_clock_now();
    uint32_t earlier = 0;
    for (int reading = 0; reading < 1000; reading++) {
        uint64_t now = wasi_monotonic_clock_now();
        earlier += now < latest;
        latest = now;
    }
    check_eq_u64("never-earlier", earlier, 0);
}
