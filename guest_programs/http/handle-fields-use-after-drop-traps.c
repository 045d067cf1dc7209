/*---
title: fields that were dropped cannot be used
spec: wasi:http/types#[method]fields.has
clause: >
  resource.drop takes the handle out of the instance's table. Lifting that index as a borrowed handle in a later
  call finds nothing there, which traps (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    wasi_fields_drop(fields);
    check_ok("set-up-done", true);
    done();
    wasi_fields_has(fields, STR("x-a"));
    check_ok("survived", false);
}
