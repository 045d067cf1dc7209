/*---
title: get-terminal-stderr gives none when stderr is not a terminal
spec: wasi:cli/terminal-stderr#get-terminal-stderr
clause: >
  A handle is what the function returns if stderr is connected to a terminal; where stderr is a pipe or a file, it
  should return none.
level: should
since: 0.2.0
checks: [is-none]
---*/
#include "check.h"

CASE {
    wasi_terminal_stderr_get_terminal_stderr_result terminal;
    wasi_terminal_stderr_get_terminal_stderr(&terminal);
    check_ok("is-none", !terminal.is_some);
}
