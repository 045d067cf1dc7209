/*---
title: far instants at the edges of a host's units have not occurred after a moment
spec:
  - wasi:clocks/monotonic-clock#subscribe-instant
  - wasi:io/poll#poll
clause: >
  An instant that lies this far ahead is a number of nanoseconds in all of its 64 bits, and its pollable is not ready before it has occurred.
  None of these values may wrap round, turn negative or be rounded to nothing where a host counts in microseconds,
  milliseconds or seconds, in 32 bits, in a float, or signed (the clock of a machine reads less than 2^63, so that no sum wraps round): polled together with a pollable of 20 milliseconds,
  none of them is ready.
level: must
since: 0.2.0
checks: [seconds-2-31, seconds-2-32, milliseconds-2-31, milliseconds-2-32, microseconds-2-32, microseconds-2-53,
  nanoseconds-2-32, nanoseconds-2-53, nanoseconds-2-62, how-many-ready]
---*/
#include "check.h"

static const struct {
    const char *name;
    uint64_t value;
} edges[] = {
    {"seconds-2-31", (1ull << 31) * 1000000000},
    {"seconds-2-32", (1ull << 32) * 1000000000},
    {"milliseconds-2-31", (1ull << 31) * 1000000},
    {"milliseconds-2-32", (1ull << 32) * 1000000},
    {"microseconds-2-32", (1ull << 32) * 1000},
    {"microseconds-2-53", (1ull << 53) * 1000},
    {"nanoseconds-2-32", 1ull << 32},
    {"nanoseconds-2-53", 1ull << 53},
    {"nanoseconds-2-62", 1ull << 62},
};
enum { COUNT = sizeof edges / sizeof *edges };

CASE {
    wasi_pollable all[COUNT + 1];
    uint64_t now = wasi_monotonic_clock_now();
    for (uint32_t i = 0; i < COUNT; i++) all[i] = wasi_monotonic_clock_subscribe_instant(now + edges[i].value);
    all[COUNT] = wasi_monotonic_clock_subscribe_duration(20000000);
    wasi_poll_poll_result ready;
    wasi_poll_poll(SPAN_OF(all), &ready);
    for (uint32_t i = 0; i < COUNT; i++) {
        bool woke = false;
        for (uint32_t r = 0; r < ready.len; r++) woke |= ready.ptr[r] == i;
        check_ok(edges[i].name, !woke);
    }
    check_eq_u64("how-many-ready", ready.len, 1);
}
