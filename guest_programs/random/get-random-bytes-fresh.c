/*---
title: get-random-bytes returns other bytes each time
spec: wasi:random/random#get-random-bytes
clause: >
  The data is always fresh: two lists of 32 bytes are not the same (by chance they are once in 2^256 runs).
level: must
since: 0.2.0
checks: [differ]
---*/
#include "check.h"

CASE {
    wasi_random_get_random_bytes_result first, second;
    wasi_random_get_random_bytes(32, &first);
    wasi_random_get_random_bytes(32, &second);
    require("32 bytes each", first.len == 32 && second.len == 32);
    check_ok("differ", memcmp(first.ptr, second.ptr, 32) != 0);
}
