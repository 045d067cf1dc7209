/*---
title: a name that cannot be a field name is simply not present
spec:
  - wasi:http/types#[method]fields.get
  - wasi:http/types#[method]fields.has
clause: >
  Of a syntactically invalid name get gives an empty list and has is false; neither traps.
level: must
since: 0.2.1
needs: [http-outgoing]
checks: [get, has]
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "bad", "value");
    wasi_string got = http_field_values(fields, "bad name");
    check_eq_text("get", got, "");
    check_eq_u64("has", wasi_fields_has(fields, STR("bad name")), false);
}
