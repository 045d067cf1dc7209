/*---
title: poll finds the one ready pollable among five hundred
spec: wasi:io/poll#poll
clause: >
  A list may have as many elements as a u32 can index. Of five hundred pollables, of which only one is ready, the
  call returns that one's index and no other, wherever in the list it is.
level: must
since: 0.2.0
checks: [first-how-many, first, middle-how-many, middle, last-how-many, last]
---*/
#include "check.h"

enum { ALL = 500 };
static wasi_pollable all[ALL];

static void ready_at(uint32_t place, const char *how_many, const char *which) {
    wasi_pollable waits = all[place];
    all[place] = wasi_monotonic_clock_subscribe_duration(0);
    wasi_poll_poll_result ready;
    wasi_poll_poll(SPAN_OF(all), &ready);
    check_eq_u64(how_many, ready.len, 1);
    check_eq_u64(which, ready.len ? ready.ptr[0] : ALL, place);
    all[place] = waits;
}

CASE {
    for (uint32_t i = 0; i < ALL; i++) all[i] = wasi_monotonic_clock_subscribe_duration(3600 * 1000000000ull);
    ready_at(0, "first-how-many", "first");
    ready_at(ALL / 2, "middle-how-many", "middle");
    ready_at(ALL - 1, "last-how-many", "last");
}
