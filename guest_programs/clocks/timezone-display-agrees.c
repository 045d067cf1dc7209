/*---
title: display and utc-offset give the same offset
spec:
  - wasi:clocks/timezone#display
  - wasi:clocks/timezone#utc-offset
clause: >
  utc-offset is what display returns, cut down to the offset: for one point in time both give the same number.
level: must
since: 0.2.0
features: [clocks-timezone]
checks: [differences]
---*/
#include "timezone.h"

CASE {
    uint64_t differences = 0;
    for (uint32_t day = 0; day < TIMEZONE_DAYS; day++) {
        wasi_timezone_timezone_display display;
        wasi_timezone_display(timezone_days[day], 0, &display);
        differences += display.utc_offset != wasi_timezone_utc_offset(timezone_days[day], 0);
    }
    check_eq_u64("differences", differences, 0);
}
