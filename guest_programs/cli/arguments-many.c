/*---
title: get-arguments gives two hundred arguments in order
spec: wasi:cli/environment#get-arguments
clause: >
  The text sets no number that arguments may not exceed: of 200, each arrives, in its place.
level: must
since: 0.2.0
arguments: [{numbered: "argument {n}", count: 200}]
checks: [how-many, wrong, last]
---*/
#include "args.h"

CASE {
    wasi_list_string all = args_all();
    check_ok("how-many", all.len == 200 || all.len == 201);
    require("as many elements as arguments were given", all.len >= 200);
    const wasi_string *given = all.ptr + all.len - 200;
    uint64_t wrong = 0;
    for (uint32_t n = 0; n < 200; n++) {
        wasi_string want = text_join(text_of("argument "), text_of_u64(n));
        wrong += !same_bytes(SPAN(given[n]), SPAN(want));
    }
    check_eq_u64("wrong", wrong, 0);
    check_eq_text("last", given[199], "argument 199");
}
