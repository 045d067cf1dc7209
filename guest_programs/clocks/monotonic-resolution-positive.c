/*---
title: a tick of the monotonic clock takes some time
spec: wasi:clocks/monotonic-clock#resolution
clause: >
  The resolution is the duration of one tick of the clock. The text does not forbid a duration of zero, but a tick
  should not take no time.
level: should
since: 0.2.0
checks: [more-than-zero]
---*/
#include "check.h"

CASE {
    check_at_least_u64("more-than-zero", wasi_monotonic_clock_resolution(), 1);
}
