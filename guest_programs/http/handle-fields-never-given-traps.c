/*---
title: a number that was never given is no handle of fields
spec: wasi:http/types#[method]fields.has
clause: >
  An index beyond the entries of the table of handles traps when it is lifted as a borrowed handle (Canonical ABI,
  Table and lift_borrow).
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    check_ok("set-up-done", true);
    done();
    wasi_fields_has(fields + 1000, STR("x-a"));
    check_ok("survived", false);
}
