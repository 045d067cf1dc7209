/*---
title: a field with an empty value is there, an absent one is not
spec:
  - wasi:http/types#[method]fields.get
  - wasi:http/types#[method]fields.has
clause: >
  Of a name that is not present get gives an empty list and has is false; of one that is present with an empty value
  get gives a list of one empty value and has is true.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [absent-get, absent-has, empty-get, empty-has]
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-empty", "");
    wasi_string absent = http_field_values(fields, "x-absent"), empty = http_field_values(fields, "x-empty");
    check_eq_text("absent-get", absent, "");
    check_eq_u64("absent-has", wasi_fields_has(fields, STR("x-absent")), false);
    check_eq_text("empty-get", empty, "[]");
    check_eq_u64("empty-has", wasi_fields_has(fields, STR("x-empty")), true);
}
