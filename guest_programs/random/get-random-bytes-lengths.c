/*---
title: get-random-bytes returns as many bytes as were asked for, at every edge
spec: wasi:random/random#get-random-bytes
clause: >
  The list returned has exactly the length that was asked for: around the powers of two, and beyond the 65536 bytes that
  some hosts' own sources give at once.
level: must
since: 0.2.0
checks: ["0", "1", "255", "256", "257", "4095", "4096", "4097", "65535", "65536", "65537", "131073", "1048576"]
---*/
#include "check.h"

CASE {
    static const uint32_t lengths[] = {
        0, 1, 255, 256, 257, 4095, 4096, 4097, 65535, 65536, 65537, 131073, 1048576,
    };
    for (uint32_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        wasi_random_get_random_bytes_result got;
        wasi_random_get_random_bytes(lengths[i], &got);
        wasi_string name = text_join(text_of_u64(lengths[i]), (wasi_string){"", 1});
        check_eq_u64(name.ptr, got.len, lengths[i]);
    }
}
