/*---
title: insecure-seed may return anything, best a random value
spec: wasi:random/insecure-seed#insecure-seed
clause: >
  The 128 bits may be entirely deterministic; hosts are encouraged to make them pseudo-random. Neither half is then zero
  (by chance one is once in 2^63 runs).
level: should
since: 0.2.0
checks: [{name: halves-of-zero, allowed: ["0", "1", "2"], preferred: "0"}]
---*/
#include "check.h"

CASE {
    wasi_insecure_seed_insecure_seed_result seed;
    wasi_insecure_seed_insecure_seed(&seed);
    choose_u64("halves-of-zero", !seed.f0 + !seed.f1);
}
