/*---
title: get-random-bytes never returns the same bytes again
spec: wasi:random/random#get-random-bytes
clause: >
  The data is always fresh: of 500 lists of 16 bytes in a row, none is equal to another (by chance two are once in 2^111
  runs).
level: must
since: 0.2.0
checks: [lists, repeated]
---*/
#include "check.h"

enum { COUNT = 500 };

CASE {
    wasi_random_get_random_bytes_result all[COUNT];
    uint32_t whole = 0, repeated = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        wasi_random_get_random_bytes(16, &all[i]);
        whole += all[i].len == 16;
    }
    check_eq_u64("lists", whole, COUNT);
    require("16 bytes each", whole == COUNT);
    for (uint32_t i = 0; i < COUNT; i++)
        for (uint32_t j = 0; j < i; j++) repeated += memcmp(all[i].ptr, all[j].ptr, 16) == 0;
    check_eq_u64("repeated", repeated, 0);
}
