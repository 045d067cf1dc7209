/*---
title: exit with ok ends the program with success
spec: wasi:cli/exit#exit
clause: >
  The call ends the instance: nothing after it runs, and what run would have returned does not count. With status ok the
  host takes the program to have succeeded (a runner observes status code 0).
level: must
since: 0.2.0
needs: [exit-code]
checks: [reached]
expect: {exit: 0}
---*/
#include "check.h"

CASE {
    check_ok("reached", true);
    case_fails();
    done();
    wasi_exit_exit(0);
    check_ok("survived", false);
}
