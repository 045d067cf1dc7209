/*---
title: the wall clock counts seconds since 1970
spec: wasi:clocks/wall-clock#now
clause: >
  The seconds are Unix time: on a machine whose clock is set, they lie between those of 2024-01-01 and of 2100-01-01,
  which neither milliseconds, nor seconds since another epoch, nor time since the start of the machine would.
level: must
since: 0.2.0
checks: [after-2023, before-2100]
---*/
#include "check.h"

CASE {
    wasi_wall_clock_now_result now;
    wasi_wall_clock_now(&now);
    check_at_least_u64("after-2023", now.seconds, 1704067200);
    check_at_most_u64("before-2100", now.seconds, 4102444799);
}
