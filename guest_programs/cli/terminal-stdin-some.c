/*---
title: get-terminal-stdin gives a handle when stdin is a terminal
spec:
  - wasi:cli/terminal-stdin#get-terminal-stdin
  - wasi:cli/terminal-input#[resource-drop]terminal-input
clause: >
  Where stdin is connected to a terminal, the function returns a handle of it, each time it is called; the handle is the
  program's own and can be dropped.
level: must
since: 0.2.0
terminal: [stdin]
checks: [is-some, again-after-drop]
---*/
#include "check.h"

CASE {
    wasi_terminal_stdin_get_terminal_stdin_result terminal;
    wasi_terminal_stdin_get_terminal_stdin(&terminal);
    check_ok("is-some", terminal.is_some);
    require("a terminal to drop", terminal.is_some);
    wasi_terminal_input_drop(terminal.some);
    wasi_terminal_stdin_get_terminal_stdin(&terminal);
    check_ok("again-after-drop", terminal.is_some);
}
