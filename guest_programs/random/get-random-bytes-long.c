/*---
title: get-random-bytes fills a list of many kilobytes to its end
spec: wasi:random/random#get-random-bytes
clause: >
  The length asked for may be larger than what the host's own source gives at once (65536 bytes in browsers, 256 in some
  systems): the list is complete, and each 32 bytes of it are random, so that none are all zero (by chance one is in
  once in 2^243 runs).
level: must
since: 0.2.0
checks: [length, pieces-of-zeroes]
---*/
#include "check.h"

CASE {
    static const char zeroes[32];
    wasi_random_get_random_bytes_result got;
    wasi_random_get_random_bytes(200000, &got);
    uint32_t empty = 0;
    for (uint32_t at = 0; at + sizeof zeroes <= got.len; at += sizeof zeroes)
        empty += memcmp(got.ptr + at, zeroes, sizeof zeroes) == 0;
    check_eq_u64("length", got.len, 200000);
    check_eq_u64("pieces-of-zeroes", empty, 0);
}
