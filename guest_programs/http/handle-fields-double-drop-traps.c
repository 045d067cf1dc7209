/*---
title: fields cannot be dropped twice
spec: wasi:http/types#[resource-drop]fields
clause: >
  resource.drop takes the handle out of the instance's table. Dropping the same index again finds nothing there,
  which traps (Canonical ABI, canon resource.drop).
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
    wasi_fields_drop(fields);
    check_ok("survived", false);
}
