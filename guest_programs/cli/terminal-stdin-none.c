/*---
title: get-terminal-stdin gives none when stdin is not a terminal
spec: wasi:cli/terminal-stdin#get-terminal-stdin
clause: >
  A handle is what the function returns if stdin is connected to a terminal; where stdin is a pipe or a file, it should
  return none.
level: should
since: 0.2.0
checks: [is-none]
---*/
#include "check.h"

CASE {
    wasi_terminal_stdin_get_terminal_stdin_result terminal;
    wasi_terminal_stdin_get_terminal_stdin(&terminal);
    check_ok("is-none", !terminal.is_some);
}
