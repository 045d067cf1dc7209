/*---
title: get-terminal-stdout gives none when stdout is not a terminal
spec: wasi:cli/terminal-stdout#get-terminal-stdout
clause: >
  A handle is what the function returns if stdout is connected to a terminal; where stdout is a pipe or a file, it
  should return none.
level: should
since: 0.2.0
checks: [is-none]
---*/
#include "check.h"

CASE {
    wasi_terminal_stdout_get_terminal_stdout_result terminal;
    wasi_terminal_stdout_get_terminal_stdout(&terminal);
    check_ok("is-none", !terminal.is_some);
}
