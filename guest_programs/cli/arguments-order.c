/*---
title: get-arguments gives the arguments in order
spec: wasi:cli/environment#get-arguments
clause: >
  The list ends with the arguments that the program was given, in the order and with the text in which they were given;
  an empty one is not left out. The text calls the arguments POSIX-style and does not spell out whether the program's
  name comes before them, so it may or may not.
level: must
since: 0.2.0
arguments: [one, two words, "", "ü"]
checks: [first, second, empty, not-ascii, {name: elements-before, allowed: ["1", "0"]}]
---*/
#include "args.h"

CASE {
    wasi_list_string all = args_all();
    require("as many elements as arguments were given", all.len >= 4);
    const wasi_string *given = all.ptr + all.len - 4;
    check_eq_text("first", given[0], "one");
    check_eq_text("second", given[1], "two words");
    check_eq_text("empty", given[2], "");
    check_eq_text("not-ascii", given[3], "ü");
    choose_u64("elements-before", all.len - 4);
}
