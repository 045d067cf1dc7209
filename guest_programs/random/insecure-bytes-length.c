/*---
title: get-insecure-random-bytes returns as many bytes as were asked for
spec: wasi:random/insecure#get-insecure-random-bytes
clause: >
  The list returned has exactly the length that was asked for, none included.
level: must
since: 0.2.0
checks: [none, one, many]
---*/
#include "check.h"

static uint32_t length_of(uint64_t asked) {
    wasi_insecure_get_insecure_random_bytes_result got;
    wasi_insecure_get_insecure_random_bytes(asked, &got);
    return got.len;
}

CASE {
    check_eq_u64("none", length_of(0), 0);
    check_eq_u64("one", length_of(1), 1);
    check_eq_u64("many", length_of(100000), 100000);
}
