/*---
title: poll of a list with a handle that was dropped traps
spec: wasi:io/poll#poll
clause: >
  Every element of the list is lifted as a borrowed pollable. One whose index was dropped before traps, although the
  element before it is in order and ready (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
checks: [set-up-done]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    wasi_pollable list[] = {wasi_monotonic_clock_subscribe_duration(0), wasi_monotonic_clock_subscribe_duration(0)};
    wasi_pollable_drop(list[1]);
    check_ok("set-up-done", true);
    done();
    wasi_poll_poll_result ready;
    wasi_poll_poll(SPAN_OF(list), &ready);
    check_ok("survived", false);
}
