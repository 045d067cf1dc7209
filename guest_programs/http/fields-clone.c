/*---
title: a clone of immutable fields can be changed and is a copy
spec: wasi:http/types#[method]fields.clone
clause: >
  Clone makes a deep copy that is mutable, also of fields that are not: changing the clone succeeds and does not show
  in the original.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [append, clone, original]
---*/
#include "http.h"

CASE {
    wasi_fields made = wasi_fields_new();
    http_add(made, "x-a", "1");
    wasi_fields original = wasi_outgoing_request_headers(wasi_outgoing_request_new(made));
    wasi_fields clone = wasi_fields_clone(original);

    wasi_fields_append_result appended;
    wasi_fields_append(clone, STR("x-a"), STR("2"), &appended);
    check_is_ok("append", wasi_http_header_error, appended);
    wasi_string changed = http_field_values(clone, "x-a"), unchanged = http_field_values(original, "x-a");
    check_eq_text("clone", changed, "[1][2]");
    check_eq_text("original", unchanged, "[1]");
}
