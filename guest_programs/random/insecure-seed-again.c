/*---
title: insecure-seed called again gives the same value or another one
spec: wasi:random/insecure-seed#insecure-seed
clause: >
  The function is intended to be called once, and does not fail when it is called again. Whether it then gives the same
  value is left open: it may be deterministic, and may become a value that is imported once.
level: may
since: 0.2.0
checks: [{name: second-value, allowed: [the same, another]}, returned]
---*/
#include "check.h"

CASE {
    wasi_insecure_seed_insecure_seed_result first, second;
    wasi_insecure_seed_insecure_seed(&first);
    wasi_insecure_seed_insecure_seed(&second);
    choose("second-value", first.f0 == second.f0 && first.f1 == second.f1 ? "the same" : "another");
    check_ok("returned", true);
}
