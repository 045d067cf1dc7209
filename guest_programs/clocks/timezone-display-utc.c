/*---
title: display names every zone, and UTC for what it is
spec: wasi:clocks/timezone#display
clause: >
  A zone has a name to be shown, or a written offset in its place. Where there is no zone to tell of, it is UTC: with an
  offset of 0 and no daylight saving time. So what is called UTC has neither.
level: must
since: 0.2.0
features: [clocks-timezone]
checks: [without-name, utc-with-offset, utc-with-daylight-saving]
---*/
#include "timezone.h"

CASE {
    uint64_t nameless = 0, offsets = 0, savings = 0;
    for (uint32_t day = 0; day < TIMEZONE_DAYS; day++) {
        wasi_timezone_timezone_display display;
        wasi_timezone_display(timezone_days[day], 0, &display);
        bool utc = same_bytes(SPAN(display.name), STR("UTC"));
        nameless += display.name.len == 0;
        offsets += utc && display.utc_offset != 0;
        savings += utc && display.in_daylight_saving_time;
    }
    check_eq_u64("without-name", nameless, 0);
    check_eq_u64("utc-with-offset", offsets, 0);
    check_eq_u64("utc-with-daylight-saving", savings, 0);
}
