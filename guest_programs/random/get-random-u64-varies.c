/*---
title: get-random-u64 returns other numbers each time, in all of the 64 bits
spec: wasi:random/random#get-random-u64
clause: >
  The number is of the same fresh, unpredictable data as get-random-bytes gives: among 100 numbers, each of the 64 bits
  is set in some and clear in some (by chance one is not in once in 2^93 runs).
level: must
since: 0.2.0
checks: [bits-never-set, bits-never-clear]
---*/
#include "check.h"

static uint64_t count_bits(uint64_t bits) {
    uint64_t count = 0;
    for (; bits; bits >>= 1) count += bits & 1;
    return count;
}

CASE {
    uint64_t set = 0, clear = 0;
    for (int reading = 0; reading < 100; reading++) {
        uint64_t number = wasi_random_get_random_u64();
        set |= number;
        clear |= ~number;
    }
    check_eq_u64("bits-never-set", count_bits(~set), 0);
    check_eq_u64("bits-never-clear", count_bits(~clear), 0);
}
