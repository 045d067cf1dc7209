/*---
title: what is typed at a terminal is read from stdin
spec:
  - wasi:cli/stdin#get-stdin
  - wasi:cli/terminal-stdin#get-terminal-stdin
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  A terminal on stdin is stdin all the same: the stream gives the line that was typed, whether or not the program holds
  the terminal's handle, and does not wait for more.
level: must
since: 0.2.0
terminal: [stdin]
stdin: "typed line\n"
checks: [line]
---*/
#include "check.h"

CASE {
    wasi_terminal_stdin_get_terminal_stdin_result terminal;
    wasi_terminal_stdin_get_terminal_stdin(&terminal);
    wasi_input_stream in = wasi_stdin_get_stdin();
    wasi_string line = {0, 0};
    while (line.len < 11) {
        wasi_input_stream_blocking_read_result piece;
        wasi_input_stream_blocking_read(in, 4096, &piece);
        require_ok("reading the terminal", wasi_streams_stream_error, piece);
        line = text_join(line, (wasi_string){(char *)piece.ok.ptr, piece.ok.len});
    }
    check_eq_text("line", line, "typed line\n");
}
