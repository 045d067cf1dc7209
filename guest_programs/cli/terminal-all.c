/*---
title: three streams on terminals have a terminal each
spec:
  - wasi:cli/terminal-stdin#get-terminal-stdin
  - wasi:cli/terminal-stdout#get-terminal-stdout
  - wasi:cli/terminal-stderr#get-terminal-stderr
  - wasi:cli/terminal-input#[resource-drop]terminal-input
  - wasi:cli/terminal-output#[resource-drop]terminal-output
clause: >
  Where all three streams are connected to terminals, each of the three functions returns a handle. They are handles of
  the program's own: the two of one type, alive at once, are different, and each can be dropped without an effect on the
  others.
level: must
since: 0.2.0
terminal: [stdin, stdout, stderr]
checks: [stdin, stdout, stderr, distinct, dropped]
---*/
#include "check.h"

CASE {
    wasi_terminal_stdin_get_terminal_stdin_result in;
    wasi_terminal_stdout_get_terminal_stdout_result out;
    wasi_terminal_stderr_get_terminal_stderr_result err;
    wasi_terminal_stdin_get_terminal_stdin(&in);
    wasi_terminal_stdout_get_terminal_stdout(&out);
    wasi_terminal_stderr_get_terminal_stderr(&err);
    check_ok("stdin", in.is_some);
    check_ok("stdout", out.is_some);
    check_ok("stderr", err.is_some);
    require("three terminals", in.is_some && out.is_some && err.is_some);
    check_ok("distinct", out.some != err.some);
    wasi_terminal_output_drop(out.some);
    wasi_terminal_input_drop(in.some);
    wasi_terminal_output_drop(err.some);
    check_ok("dropped", true);
}
