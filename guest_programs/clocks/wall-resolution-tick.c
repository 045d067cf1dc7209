/*---
title: readings of the wall clock that differ differ by a tick at least
spec:
  - wasi:clocks/wall-clock#resolution
  - wasi:clocks/wall-clock#now
clause: >
  The resolution says how finely the clock counts, so that a clock should not be seen to advance by less: two readings
  are equal or at least that far apart. (Who resets the clock meanwhile may make a step of any length; the text gives no
  precision for the value.)
level: should
since: 0.2.0
checks: [steps-seen, shorter-steps]
---*/
#include "check.h"

static uint64_t read_clock(void) {
    wasi_wall_clock_now_result now;
    wasi_wall_clock_now(&now);
    return now.seconds * 1000000000 + now.nanoseconds;
}

CASE {
    wasi_wall_clock_resolution_result resolution;
    wasi_wall_clock_resolution(&resolution);
    uint64_t tick = resolution.seconds * 1000000000 + resolution.nanoseconds;
    require("a tick of less than a second", tick < 1000000000);
    uint64_t latest = read_clock(), steps = 0, shorter = 0;
    while (steps < 3) {
        uint64_t now = read_clock(), step = now > latest ? now - latest : latest - now;
        steps += step != 0;
        shorter += step != 0 && step < tick;
        latest = now;
    }
    check_eq_u64("steps-seen", steps, 3);
    check_eq_u64("shorter-steps", shorter, 0);
}
