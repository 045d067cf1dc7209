/*---
title: the nanoseconds of the wall clock's resolution stay below a second
spec: wasi:clocks/wall-clock#resolution
clause: >
  The resolution is given in seconds and nanoseconds, and the nanoseconds are less than 1000000000.
level: must
since: 0.2.0
checks: [nanoseconds]
---*/
#include "check.h"

CASE {
    wasi_wall_clock_resolution_result resolution;
    wasi_wall_clock_resolution(&resolution);
    check_at_most_u64("nanoseconds", resolution.nanoseconds, 999999999);
}
