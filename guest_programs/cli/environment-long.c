/*---
title: get-environment gives long values whole
spec: wasi:cli/environment#get-environment
clause: >
  The text sets no length that a value may not exceed: one of 4096 bytes and one of 60000, in characters of two bytes,
  arrive with all of their text.
level: must
since: 0.2.0
environment: {FOUR: {repeat: "0123456789abcdef", times: 256}, SIXTY: {repeat: "ü", times: 30000}}
checks: [how-many, length-4096, wrong-bytes-4096, length-60000, wrong-bytes-60000]
---*/
#include "check.h"

static wasi_environment_get_environment_result all;

static wasi_string value_of(const char *name) {
    for (uint32_t i = 0; i < all.len; i++)
        if (same_bytes(SPAN(all.ptr[i].f0), name, text_length(name))) return all.ptr[i].f1;
    return text_of("(not in the list)");
}

static uint64_t wrong_bytes(wasi_string text, const char *pattern) {
    uint64_t wrong = 0;
    uint32_t length = text_length(pattern);
    for (uint32_t i = 0; i < text.len; i++) wrong += text.ptr[i] != pattern[i % length];
    return wrong;
}

CASE {
    wasi_environment_get_environment(&all);
    wasi_string four = value_of("FOUR"), sixty = value_of("SIXTY");
    check_eq_u64("how-many", all.len, 2);
    check_eq_u64("length-4096", four.len, 4096);
    check_eq_u64("wrong-bytes-4096", wrong_bytes(four, "0123456789abcdef"), 0);
    check_eq_u64("length-60000", sixty.len, 60000);
    check_eq_u64("wrong-bytes-60000", wrong_bytes(sixty, "ü"), 0);
}
