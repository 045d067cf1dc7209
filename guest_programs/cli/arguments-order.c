/*---
title: get-arguments gives the arguments in order
spec: wasi:cli/environment#get-arguments
clause: >
  The list holds the program's name first and then the arguments, in the order and with the text in which they were given.
level: must
since: 0.2.0
arguments: [one, two words, "", "ü"]
checks: [count, first, second, empty, not-ascii]
---*/
#include "args.h"

CASE {
    wasi_list_string got = args_all();
    check_eq_u64("count", got.len, 5);
    check_eq_str("first", SPAN(args_at(1)), STR("one"));
    check_eq_str("second", SPAN(args_at(2)), STR("two words"));
    check_eq_str("empty", SPAN(args_at(3)), STR(""));
    check_eq_str("not-ascii", SPAN(args_at(4)), STR("ü"));
}
