/*---
title: exit with a status that is neither ok nor err traps
spec: wasi:cli/exit#exit
clause: >
  The status is a result. The Canonical ABI passes its discriminant as an i32, and lifting one that names no case traps:
  2 is not a failure that the program reports but a fault.
level: must
since: 0.2.0
checks: [reached]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    check_ok("reached", true);
    done();
    wasi_exit_exit(2);
    check_ok("survived", false);
}
