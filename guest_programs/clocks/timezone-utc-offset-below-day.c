/*---
title: the offset of a time zone is less than a day
spec: wasi:clocks/timezone#utc-offset
clause: >
  The offset is a number of seconds that is always less than 86400, those of a day: here on four days of three
  centuries.
level: must
since: 0.2.0
features: [clocks-timezone]
checks: [most]
---*/
#include "timezone.h"

CASE {
    int32_t most = INT32_MIN;
    for (uint32_t day = 0; day < TIMEZONE_DAYS; day++) {
        int32_t offset = wasi_timezone_utc_offset(timezone_days[day], 0);
        if (offset > most) most = offset;
    }
    report_check("most", most < 86400, text_of_s64(most), text_of("less than 86400"));
}
