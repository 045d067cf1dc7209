/*---
title: set replaces all values of a name and no others
spec: wasi:http/types#[method]fields.set
clause: >
  Set clears the values that a name has, under whatever case it was added, and gives it the new ones in their order;
  other names keep theirs.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set, replaced, others]
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-a", "1");
    http_add(fields, "x-a", "2");
    http_add(fields, "x-b", "3");

    wasi_list_u8 values[] = {{(uint8_t *)"new", 3}, {(uint8_t *)"newer", 5}};
    wasi_fields_set_result set;
    wasi_fields_set(fields, STR("X-A"), SPAN_OF(values), &set);
    check_is_ok("set", wasi_http_header_error, set);
    wasi_string replaced = http_field_values(fields, "x-a"), others = http_field_values(fields, "x-b");
    check_eq_text("replaced", replaced, "[new][newer]");
    check_eq_text("others", others, "[3]");
}
