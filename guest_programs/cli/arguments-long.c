/*---
title: get-arguments gives long arguments whole
spec: wasi:cli/environment#get-arguments
clause: >
  The text sets no length that an argument may not exceed: one of 4096 bytes and one of 60000, in characters of two
  bytes, arrive with all of their text.
level: must
since: 0.2.0
arguments: [{repeat: "0123456789abcdef", times: 256}, {repeat: "ü", times: 30000}, after]
checks: [length-4096, wrong-bytes-4096, length-60000, wrong-bytes-60000, after]
---*/
#include "args.h"

static uint64_t wrong_bytes(wasi_string text, const char *pattern) {
    uint64_t wrong = 0;
    uint32_t length = text_length(pattern);
    for (uint32_t i = 0; i < text.len; i++) wrong += text.ptr[i] != pattern[i % length];
    return wrong;
}

CASE {
    wasi_list_string all = args_all();
    require("as many elements as arguments were given", all.len >= 3);
    const wasi_string *given = all.ptr + all.len - 3;
    check_eq_u64("length-4096", given[0].len, 4096);
    check_eq_u64("wrong-bytes-4096", wrong_bytes(given[0], "0123456789abcdef"), 0);
    check_eq_u64("length-60000", given[1].len, 60000);
    check_eq_u64("wrong-bytes-60000", wrong_bytes(given[1], "ü"), 0);
    check_eq_text("after", given[2], "after");
}
