/*---
title: get-arguments passes on what looks like an option
spec: wasi:cli/environment#get-arguments
clause: >
  All that the program is given is the program's: an argument that begins with a hyphen, that reads like an option of
  the host's own command line, or like the end of its options, arrives with the others.
level: must
since: 0.2.0
arguments: ["--", "-x", "--dir=/", "--env", "A=b", "--help", "-", "--", "last"]
checks: [double-hyphen, short, with-value, long, value, help, hyphen, double-hyphen-again, last]
---*/
#include "args.h"

CASE {
    static const char *const names[] = {
        "double-hyphen", "short", "with-value", "long", "value", "help", "hyphen", "double-hyphen-again", "last",
    };
    static const char *const given[] = {"--", "-x", "--dir=/", "--env", "A=b", "--help", "-", "--", "last"};
    wasi_list_string all = args_all();
    for (uint32_t i = 0; i < 9; i++)
        check_eq_text(names[i], all.len + i < 9 ? text_of("(not in the list)") : all.ptr[all.len + i - 9], given[i]);
}
