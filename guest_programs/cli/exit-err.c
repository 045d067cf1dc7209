/*---
title: exit with err ends the program with failure
spec: wasi:cli/exit#exit
clause: >
  The call ends the instance: nothing after it runs, and what run would have returned does not count. With status err
  the host takes the program to have failed, without a trap (the text gives it no number; what a runner observes is
  status code 1).
level: must
since: 0.2.0
needs: [exit-code]
checks: [reached]
expect: {exit: 1}
---*/
#include "check.h"

CASE {
    check_ok("reached", true);
    done();
    wasi_exit_exit(1);
    check_ok("survived", false);
}
