/*---
title: a tick of the wall clock takes some time
spec: wasi:clocks/wall-clock#resolution
clause: >
  The resolution says how finely the clock counts. The text does not forbid zero, but a clock cannot count in steps of
  nothing.
level: should
since: 0.2.0
checks: [more-than-zero]
---*/
#include "check.h"

CASE {
    wasi_wall_clock_resolution_result tick;
    wasi_wall_clock_resolution(&tick);
    check_at_least_u64("more-than-zero", tick.seconds * 1000000000 + tick.nanoseconds, 1);
}
