/*---
title: poll of an empty list traps
spec: wasi:io/poll#poll
clause: >
  A list without a pollable has nothing to wait for: the call traps. (The sentence is in the text since 0.2.1.)
level: must
since: 0.2.1
checks: [reached]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    wasi_poll_poll_result ready;
    check_ok("reached", true);
    done();
    wasi_poll_poll(0, 0, &ready);
    check_ok("survived", false);
}
