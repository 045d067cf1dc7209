/*---
title: run returning err is a failure of the program
spec: wasi:cli/run#run
clause: >
  The result of run is the program's: err tells the host that it failed, without a trap (the text gives it no number;
  what a runner observes is status code 1).
level: must
since: 0.2.0
needs: [exit-code]
checks: [reached]
expect: {exit: 1}
---*/
#include "check.h"

CASE {
    check_ok("reached", true);
    case_fails();
}
