/*---
title: get-insecure-random-bytes may return anything, best evenly spread bytes
spec: wasi:random/insecure#get-insecure-random-bytes
clause: >
  Nothing is required of the bytes; implementations are encouraged to spread them evenly with a long period. Among
  100000, each of the 256 values then occurs, and no two lists of 32 bytes in a row are equal (by chance one of this
  fails once in 2^250 runs).
level: should
since: 0.2.0
checks:
  - {name: values, allowed: [all, some, one, none], preferred: all}
  - {name: lists, allowed: [different, equal], preferred: different}
---*/
#include "check.h"

CASE {
    static bool seen[256];
    uint32_t values = 0;
    for (uint32_t call = 0; call < 25; call++) {
        wasi_insecure_get_insecure_random_bytes_result got;
        wasi_insecure_get_insecure_random_bytes(4000, &got);
        for (uint32_t i = 0; i < got.len; i++) {
            values += !seen[got.ptr[i]];
            seen[got.ptr[i]] = true;
        }
    }
    choose("values", values == 256 ? "all" : values > 1 ? "some" : values == 1 ? "one" : "none");
    wasi_insecure_get_insecure_random_bytes_result one, two;
    wasi_insecure_get_insecure_random_bytes(32, &one);
    wasi_insecure_get_insecure_random_bytes(32, &two);
    choose("lists", same_bytes(SPAN(one), SPAN(two)) ? "equal" : "different");
}
