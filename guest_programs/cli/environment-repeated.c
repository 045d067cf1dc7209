/*---
title: get-environment gives the same variables each time
spec: wasi:cli/environment#get-environment
clause: >
  The function stands in for a value that is imported once, and should therefore return the same values whenever it is
  called.
level: should
since: 0.2.0
environment: {ONE: "1", TWO: "2", THREE: "3"}
checks: [same-length, same-pairs]
---*/
#include "check.h"

CASE {
    wasi_environment_get_environment_result first, second;
    wasi_environment_get_environment(&first);
    wasi_environment_get_environment(&second);
    require("the guest was given its environment", first.len >= 3);
    check_eq_u64("same-length", second.len, first.len);
    uint32_t same = 0;
    for (uint32_t i = 0; i < first.len; i++)
        for (uint32_t j = 0; j < second.len; j++)
            same += same_bytes(SPAN(first.ptr[i].f0), SPAN(second.ptr[j].f0)) &&
                    same_bytes(SPAN(first.ptr[i].f1), SPAN(second.ptr[j].f1));
    check_eq_u64("same-pairs", same, first.len);
}
