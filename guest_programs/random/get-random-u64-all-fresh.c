/*---
title: get-random-u64 does not repeat itself
spec: wasi:random/random#get-random-u64
clause: >
  The numbers are of the same always fresh data as get-random-bytes gives: of 500 in a row, none is equal to another (by
  chance two are once in 2^47 runs).
level: must
since: 0.2.0
checks: [repeated]
---*/
#include "check.h"

enum { COUNT = 500 };

CASE {
    uint64_t all[COUNT];
    uint32_t repeated = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        all[i] = wasi_random_get_random_u64();
        for (uint32_t j = 0; j < i; j++) repeated += all[i] == all[j];
    }
    check_eq_u64("repeated", repeated, 0);
}
