/*---
title: a megabyte from get-random-bytes is random throughout
spec: wasi:random/random#get-random-bytes
clause: >
  All of the data is of the quality of a cryptographically secure generator: in each of the 256 pieces of 4096 bytes, all
  eight bits are set in some bytes and clear in others, and no piece is equal to another; in the whole, each of the 256
  values of a byte occurs (by chance one of this fails once in 2^4000 runs).
level: must
since: 0.2.0
checks: [length, pieces-with-constant-bits, pieces-repeated, values-missing]
---*/
#include "check.h"

CASE {
    wasi_random_get_random_bytes_result got;
    wasi_random_get_random_bytes(1 << 20, &got);
    check_eq_u64("length", got.len, 1 << 20);
    uint32_t constant = 0, repeated = 0, missing = 256, pieces = got.len / 4096;
    static bool seen[256];
    for (uint32_t piece = 0; piece < pieces; piece++) {
        const uint8_t *bytes = got.ptr + piece * 4096;
        uint8_t set = 0, clear = 0;
        for (uint32_t i = 0; i < 4096; i++) {
            set |= bytes[i];
            clear |= (uint8_t)~bytes[i];
            missing -= !seen[bytes[i]];
            seen[bytes[i]] = true;
        }
        constant += set != 0xff || clear != 0xff;
        for (uint32_t before = 0; before < piece; before++) repeated += !memcmp(bytes, got.ptr + before * 4096, 4096);
    }
    check_eq_u64("pieces-with-constant-bits", constant, 0);
    check_eq_u64("pieces-repeated", repeated, 0);
    check_eq_u64("values-missing", missing, 0);
}
