/*---
title: poll of two ready pollables returns the index of at least one
spec: wasi:io/poll#poll
clause: >
  The list that poll returns holds one or more indices of what is ready. With two pollables ready and one that is not,
  it holds one or both of the two; never another index, never one twice. Whether both, the text leaves open.
level: must
since: 0.2.0
checks: [indices-of-ready, other-indices, {name: how-many, allowed: ["1", "2"]}]
---*/
#include "check.h"

CASE {
    const uint64_t hour = 3600 * 1000000000ull;
    wasi_pollable all[] = {
        wasi_monotonic_clock_subscribe_duration(0),
        wasi_monotonic_clock_subscribe_duration(hour),
        wasi_monotonic_clock_subscribe_duration(0),
    };
    wasi_pollable_block(all[0]);
    wasi_pollable_block(all[2]);
    wasi_poll_poll_result ready;
    wasi_poll_poll(SPAN_OF(all), &ready);
    uint32_t first = 0, last = 0, other = 0;
    for (uint32_t i = 0; i < ready.len; i++)
        if (ready.ptr[i] == 0 && !first) first = 1;
        else if (ready.ptr[i] == 2 && !last) last = 1;
        else other++;
    check_at_least_u64("indices-of-ready", first + last, 1);
    check_eq_u64("other-indices", other, 0);
    choose_u64("how-many", ready.len);
}
