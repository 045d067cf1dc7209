/*---
title: get-arguments gives the arguments in order
spec: wasi:cli/environment#get-arguments
clause: >
  After a first element that is, as POSIX has it, the program's name, the list holds the arguments in the order and with
  the text in which they were given.
level: must
since: 0.2.0
arguments: [one, two words, "", "ü"]
checks: [count, first, second, empty, not-ascii]
---*/
#include "args.h"

CASE {
    wasi_list_string got = args_all();
    check_eq_u64("count", got.len, 5);
    check_eq_text("first", args_at(1), "one");
    check_eq_text("second", args_at(2), "two words");
    check_eq_text("empty", args_at(3), "");
    check_eq_text("not-ascii", args_at(4), "ü");
}
