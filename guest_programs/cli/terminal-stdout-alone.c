/*---
title: a terminal on stdout is none of the other two streams
spec:
  - wasi:cli/terminal-stdin#get-terminal-stdin
  - wasi:cli/terminal-stderr#get-terminal-stderr
clause: >
  Each of the three functions speaks of its own stream: where stdout alone is connected to a terminal, those for stdin
  and stderr should return none.
level: should
since: 0.2.0
terminal: [stdout]
checks: [stdin-is-none, stderr-is-none]
---*/
#include "check.h"

CASE {
    wasi_terminal_stdin_get_terminal_stdin_result in_terminal;
    wasi_terminal_stdin_get_terminal_stdin(&in_terminal);
    check_ok("stdin-is-none", !in_terminal.is_some);
    wasi_terminal_stderr_get_terminal_stderr_result err_terminal;
    wasi_terminal_stderr_get_terminal_stderr(&err_terminal);
    check_ok("stderr-is-none", !err_terminal.is_some);
}
