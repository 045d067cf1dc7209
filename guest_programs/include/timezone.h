// wasi:clocks/timezone, which is unstable (feature clocks-timezone) and therefore not in wasi.h.
#ifndef TIMEZONE_H
#define TIMEZONE_H

#include "check.h"

typedef struct {
    int32_t utc_offset;
    wasi_string name;
    uint8_t in_daylight_saving_time;
} wasi_timezone_timezone_display;
WASI_LAYOUT(wasi_timezone_timezone_display, 16, 4);

WASI_IMPORT("clocks/timezone", "display")
void wasi_timezone_display(uint64_t when_seconds, uint32_t when_nanoseconds, wasi_timezone_timezone_display *ret);

WASI_IMPORT("clocks/timezone", "utc-offset")
int32_t wasi_timezone_utc_offset(uint64_t when_seconds, uint32_t when_nanoseconds);

// Days on which the offsets and names of many zones differ: the epoch, a January and a July, and one in 2100.
static const uint64_t timezone_days[] = {0, 1704067200, 1719792000, 4102444800};
enum { TIMEZONE_DAYS = 4 };

#endif
