/*---
title: fields that a request took cannot be used
spec: wasi:http/types#[constructor]outgoing-request
clause: >
  Passing an owned handle takes it out of the instance's table. Lifting that index again finds nothing there,
  which traps (Canonical ABI, lift_own and lift_borrow): here it is the fields that the constructor of
  outgoing-request took.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    wasi_outgoing_request_new(fields);
    check_ok("set-up-done", true);
    done();
    wasi_fields_has(fields, STR("x-a"));
    check_ok("survived", false);
}
