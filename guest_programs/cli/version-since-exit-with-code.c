/*---
title: exit-with-code imported at 0.2.0 is there or is missed at load
spec: wasi:cli/exit#exit-with-code
clause: >
  The function is there since 0.2.12; wasi:cli/exit at 0.2.0 has none of that name. A host that still finds it, because
  it serves all of 0.2 with its latest version, runs the program; one that takes the version at its word refuses the
  component when it is loaded. Nothing else is left open: it must not start and then lack the function.
level: may
since: 0.2.12
wit-version: 0.2.0
needs: [exit-code]
checks: [reached]
expect: {exit: 42}
---*/
#include "check.h"

CASE {
    check_ok("reached", true);
    done();
    wasi_exit_exit_with_code(42);
    check_ok("survived", false);
}
