/*---
title: exit-with-code with zero is no failure
spec: wasi:cli/exit#exit-with-code
clause: >
  The call does not return; it ends the instance without the host taking that for a trap, and the status code reported
  to the host is the one given, here 0.
level: must
since: 0.2.12
needs: [exit-code]
checks: [reached]
expect: {exit: 0}
---*/
#include "check.h"

CASE {
    check_ok("reached", true);
    case_fails();
    done();
    wasi_exit_exit_with_code(0);
    check_ok("survived", false);
}
