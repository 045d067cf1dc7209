/*---
title: a clone and its original go their own ways
spec: wasi:http/types#[method]fields.clone
clause: >
  A clone is a deep copy with the same entries in the same order: what is changed in one of the two does not show in the
  other, and either can be dropped, or given to a request, without the other.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [same, original-after-clone, clone-after-original, clone-of-dropped, original-of-dropped, clone-of-given]
---*/
#include "http.h"

static wasi_fields made(void) {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-a", "1");
    http_add(fields, "x-b", "2");
    return fields;
}

CASE {
    wasi_fields original = made(), clone = wasi_fields_clone(original);
    wasi_string before = http_entries(original);
    check_result("same", http_entries(clone), before);
    http_add(clone, "x-a", "3");
    check_result("original-after-clone", http_entries(original), before);
    wasi_fields_delete_result deleted;
    wasi_fields_delete(original, STR("x-b"), &deleted);
    require_ok("delete", wasi_http_header_error, deleted);
    check_eq_text("clone-after-original", http_field_values(clone, "x-b"), "[2]");
    wasi_fields_drop(original);
    check_eq_text("clone-of-dropped", http_field_values(clone, "x-a"), "[1][3]");
    wasi_fields_drop(wasi_fields_clone(clone));
    check_eq_text("original-of-dropped", http_field_values(clone, "x-a"), "[1][3]");
    wasi_fields last = wasi_fields_clone(clone);
    wasi_outgoing_request_new(clone);
    http_add(last, "x-a", "4");
    check_eq_text("clone-of-given", http_field_values(last, "x-a"), "[1][3][4]");
}
