/*---
title: get-arguments keeps empty arguments
spec: wasi:cli/environment#get-arguments
clause: >
  An argument of no characters is one: at the beginning, at the end and several in a row, each has its place in the
  list.
level: must
since: 0.2.0
arguments: ["", "", "middle", "", ""]
checks: [how-many, first, second, middle, fourth, last]
---*/
#include "args.h"

CASE {
    // The program's name may come before them; an empty one of the five must not be what is missing.
    wasi_list_string all = args_all();
    const wasi_string *given = all.ptr + (all.len > 5);
    check_ok("how-many", all.len == 5 || all.len == 6);
    require("five elements", all.len >= 5);
    check_eq_text("first", given[0], "");
    check_eq_text("second", given[1], "");
    check_eq_text("middle", given[2], "middle");
    check_eq_text("fourth", given[3], "");
    check_eq_text("last", given[4], "");
}
