/*---
title: get-terminal-stdout gives a handle when stdout is a terminal
spec:
  - wasi:cli/terminal-stdout#get-terminal-stdout
  - wasi:cli/terminal-output#[resource-drop]terminal-output
clause: >
  Where stdout is connected to a terminal, the function returns a handle of it, each time it is called; the handle is the
  program's own and can be dropped.
level: must
since: 0.2.0
terminal: [stdout]
checks: [is-some, again-after-drop]
---*/
#include "check.h"

CASE {
    wasi_terminal_stdout_get_terminal_stdout_result terminal;
    wasi_terminal_stdout_get_terminal_stdout(&terminal);
    check_ok("is-some", terminal.is_some);
    require("a terminal to drop", terminal.is_some);
    wasi_terminal_output_drop(terminal.some);
    wasi_terminal_stdout_get_terminal_stdout(&terminal);
    check_ok("again-after-drop", terminal.is_some);
}
