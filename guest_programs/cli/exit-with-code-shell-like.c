/*---
title: exit-with-code with 134 is an exit with 134
spec: wasi:cli/exit#exit-with-code
clause: >
  The call does not return; it ends the instance without the host taking that for a trap, and the status code reported
  to the host is the one given, here 134, by which a shell names a program that was aborted.
level: must
since: 0.2.12
needs: [exit-code]
checks: [reached]
expect: {exit: 134}
---*/
#include "check.h"

CASE {
    check_ok("reached", true);
    done();
    wasi_exit_exit_with_code(134);
    check_ok("survived", false);
}
