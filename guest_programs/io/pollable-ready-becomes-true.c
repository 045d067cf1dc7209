/*---
title: ready turns true without anybody waiting for the pollable
spec: wasi:io/poll#[method]pollable.ready
clause: >
  ready tells whether the event has happened. Once another pollable of twice the duration has been waited for, the event
  of this one has, although this one was never polled.
level: must
since: 0.2.0
checks: [ready]
---*/
#include "check.h"

CASE {
    const uint64_t millisecond = 1000000;
    wasi_pollable shorter = wasi_monotonic_clock_subscribe_duration(10 * millisecond);
    wasi_pollable longer = wasi_monotonic_clock_subscribe_duration(20 * millisecond);
    wasi_pollable_block(longer);
    check_ok("ready", wasi_pollable_ready(shorter));
}
