/*---
title: exit-with-code takes the low eight bits of what the guest passes
spec: wasi:cli/exit#exit-with-code
clause: >
  The code is a u8. The Canonical ABI passes it as an i32 and lifts it modulo 256, whatever the other bits are: 0xffffff2a
  is 42, and no trap.
level: must
since: 0.2.12
needs: [exit-code]
checks: [reached]
expect: {exit: 42}
---*/
#include "check.h"

CASE {
    check_ok("reached", true);
    done();
    wasi_exit_exit_with_code(0xffffff2a);
    check_ok("survived", false);
}
