/*---
title: a terminal on stdin is none of the other two streams
spec:
  - wasi:cli/terminal-stdout#get-terminal-stdout
  - wasi:cli/terminal-stderr#get-terminal-stderr
clause: >
  Each of the three functions speaks of its own stream: where stdin alone is connected to a terminal, those for stdout
  and stderr should return none.
level: should
since: 0.2.0
terminal: [stdin]
checks: [stdout-is-none, stderr-is-none]
---*/
#include "check.h"

CASE {
    wasi_terminal_stdout_get_terminal_stdout_result out_terminal;
    wasi_terminal_stdout_get_terminal_stdout(&out_terminal);
    check_ok("stdout-is-none", !out_terminal.is_some);
    wasi_terminal_stderr_get_terminal_stderr_result err_terminal;
    wasi_terminal_stderr_get_terminal_stderr(&err_terminal);
    check_ok("stderr-is-none", !err_terminal.is_some);
}
