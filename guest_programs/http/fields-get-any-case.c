/*---
title: a field is found under its name in any case
spec:
  - wasi:http/types#[method]fields.get
  - wasi:http/types#[method]fields.has
clause: >
  Names are compared without regard to case: get and has find a field under its name in lower, upper and mixed case.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [get-lower, get-upper, has-mixed]
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "X-Thing", "value");
    wasi_string lower = http_field(fields, "x-thing"), upper = http_field(fields, "X-THING");
    check_eq_text("get-lower", lower, "value");
    check_eq_text("get-upper", upper, "value");
    check_ok("has-mixed", wasi_fields_has(fields, STR("x-ThInG")));
}
