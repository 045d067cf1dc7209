/*---
title: three hundred ready pollables are all named, in one call or in several
spec: wasi:io/poll#poll
clause: >
  Each call returns one or more indices of what is ready, each below the length of the list and none twice; how many
  at once, and in which order, the text leaves open. With those left out that have been named, three hundred calls
  at the most name them all.
level: must
since: 0.2.0
checks:
  - at-least-one-each
  - no-other-index
  - named
  - {name: at-once, allowed: [all, some, one]}
  - {name: order, allowed: [ascending, other]}
---*/
#include "check.h"

enum { ALL = 300 };
static wasi_pollable left[ALL];
static bool named[ALL];

CASE {
    for (uint32_t i = 0; i < ALL; i++) left[i] = wasi_monotonic_clock_subscribe_duration(0);
    wasi_pollable_block(left[ALL - 1]);
    uint32_t count = ALL, empty = 0, wrong = 0, calls = 0, first_call = 0;
    bool ascending = true;
    for (; count && !empty && !wrong; calls++) {
        wasi_poll_poll_result ready;
        wasi_poll_poll(left, count, &ready);
        empty += ready.len == 0;
        if (!calls) first_call = ready.len;
        memset(named, 0, sizeof named);
        for (uint32_t i = 0; i < ready.len; i++) {
            ascending &= i == 0 || ready.ptr[i] > ready.ptr[i - 1];
            wrong += ready.ptr[i] >= count || named[ready.ptr[i]];
            if (ready.ptr[i] < count) named[ready.ptr[i]] = true;
        }
        uint32_t kept = 0;
        for (uint32_t i = 0; i < count; i++)
            if (!named[i]) left[kept++] = left[i];
        count = kept;
    }
    check_eq_u64("at-least-one-each", empty, 0);
    check_eq_u64("no-other-index", wrong, 0);
    check_eq_u64("named", ALL - count, ALL);
    choose("at-once", first_call == ALL ? "all" : first_call > 1 ? "some" : "one");
    choose("order", ascending ? "ascending" : "other");
}
