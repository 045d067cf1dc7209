/*---
title: poll takes a list that holds the same pollable twice
spec: wasi:io/poll#poll
clause: >
  The list borrows its elements, and one handle can be borrowed more than once in one call. With the same ready pollable
  in both places the call returns one index or both, and leaves the handle usable.
level: must
since: 0.2.0
checks: [at-least-one, other-indices, still-usable]
---*/
#include "check.h"

CASE {
    wasi_pollable pollable = wasi_monotonic_clock_subscribe_duration(0);
    wasi_pollable twice[] = {pollable, pollable};
    wasi_poll_poll_result ready;
    wasi_poll_poll(SPAN_OF(twice), &ready);
    uint32_t other = 0;
    for (uint32_t i = 0; i < ready.len; i++) other += ready.ptr[i] > 1;
    check_at_least_u64("at-least-one", ready.len, 1);
    check_eq_u64("other-indices", other, 0);
    wasi_pollable_block(pollable);
    check_ok("still-usable", true);
}
