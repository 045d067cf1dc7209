/*---
title: exit-with-code reports the highest status code
spec: wasi:cli/exit#exit-with-code
clause: >
  The call does not return; it ends the instance without the host taking that for a trap, and the status code reported
  to the host is the one given, here 255.
level: must
since: 0.2.12
needs: [exit-code]
checks: [reached]
expect: {exit: 255}
---*/
#include "check.h"

CASE {
    check_ok("reached", true);
    done();
    wasi_exit_exit_with_code(255);
    check_ok("survived", false);
}
