/*---
title: get-insecure-random-u64 may return anything, best evenly spread numbers
spec: wasi:random/insecure#get-insecure-random-u64
clause: >
  Nothing is required of the numbers; implementations are encouraged to spread them evenly with a long period. Of 100
  numbers in a row, all are then different (by chance two are equal once in 2^51 runs).
level: should
since: 0.2.0
checks: [{name: hundred-numbers, allowed: [all different, some repeated, all the same], preferred: all different}]
---*/
#include "check.h"

CASE {
    uint64_t numbers[100];
    uint32_t repeated = 0;
    for (uint32_t i = 0; i < 100; i++) {
        numbers[i] = wasi_insecure_get_insecure_random_u64();
        for (uint32_t j = 0; j < i; j++)
            if (numbers[j] == numbers[i]) {
                repeated++;
                break;
            }
    }
    choose("hundred-numbers", !repeated ? "all different" : repeated < 99 ? "some repeated" : "all the same");
}
