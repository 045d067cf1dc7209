/*---
title: get-environment gives five hundred variables
spec: wasi:cli/environment#get-environment
clause: >
  The text sets no number that variables may not exceed: of 500, each is in the list once, with its own value.
level: must
since: 0.2.0
environment: {"NAME_{n}": {numbered: "value={n}", count: 500}}
checks: [how-many, found-with-its-value]
---*/
#include "check.h"

CASE {
    wasi_environment_get_environment_result all;
    wasi_environment_get_environment(&all);
    check_eq_u64("how-many", all.len, 500);
    uint64_t found = 0;
    for (uint32_t n = 0; n < 500; n++) {
        wasi_string name = text_join(text_of("NAME_"), text_of_u64(n));
        wasi_string value = text_join(text_of("value="), text_of_u64(n));
        for (uint32_t i = 0; i < all.len; i++)
            found += same_bytes(SPAN(all.ptr[i].f0), SPAN(name)) && same_bytes(SPAN(all.ptr[i].f1), SPAN(value));
    }
    check_eq_u64("found-with-its-value", found, 500);
}
