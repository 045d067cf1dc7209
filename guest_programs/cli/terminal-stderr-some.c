/*---
title: get-terminal-stderr gives a handle when stderr is a terminal
spec:
  - wasi:cli/terminal-stderr#get-terminal-stderr
  - wasi:cli/terminal-output#[resource-drop]terminal-output
clause: >
  Where stderr is connected to a terminal, the function returns a handle of it, each time it is called; the handle is the
  program's own and can be dropped.
level: must
since: 0.2.0
terminal: [stderr]
checks: [is-some, again-after-drop]
---*/
#include "check.h"

CASE {
    wasi_terminal_stderr_get_terminal_stderr_result terminal;
    wasi_terminal_stderr_get_terminal_stderr(&terminal);
    check_ok("is-some", terminal.is_some);
    require("a terminal to drop", terminal.is_some);
    wasi_terminal_output_drop(terminal.some);
    wasi_terminal_stderr_get_terminal_stderr(&terminal);
    check_ok("again-after-drop", terminal.is_some);
}
