/*---
title: a terminal on stderr is none of the other two streams
spec:
  - wasi:cli/terminal-stdin#get-terminal-stdin
  - wasi:cli/terminal-stdout#get-terminal-stdout
clause: >
  Each of the three functions speaks of its own stream: where stderr alone is connected to a terminal, those for stdin
  and stdout should return none.
level: should
since: 0.2.0
terminal: [stderr]
checks: [stdin-is-none, stdout-is-none]
---*/
#include "check.h"

CASE {
    wasi_terminal_stdin_get_terminal_stdin_result in_terminal;
    wasi_terminal_stdin_get_terminal_stdin(&in_terminal);
    check_ok("stdin-is-none", !in_terminal.is_some);
    wasi_terminal_stdout_get_terminal_stdout_result out_terminal;
    wasi_terminal_stdout_get_terminal_stdout(&out_terminal);
    check_ok("stdout-is-none", !out_terminal.is_some);
}
