/*---
title: exit ends the program from however deep in its calls
spec: wasi:cli/exit#exit
clause: >
  The call ends the instance and not the function that made it: from 200 calls deep, direct and indirect ones by turns,
  none of the callers goes on.
level: must
since: 0.2.0
needs: [exit-code]
checks: [reached]
expect: {exit: 1}
---*/
#include "check.h"

typedef void deeper(uint32_t);
static deeper call, *volatile indirectly = call;

static __attribute__((noinline)) void call(uint32_t depth) {
    if (!depth) wasi_exit_exit(1);
    else if (depth & 1) call(depth - 1);
    else indirectly(depth - 1);
    check_ok("went-on", false);
}

CASE {
    check_ok("reached", true);
    done();
    call(200);
}
