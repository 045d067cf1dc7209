/*---
title: fields made from a list have its entries, and a repeated name keeps its order
spec:
  - wasi:http/types#[static]fields.from-list
  - wasi:http/types#[method]fields.entries
clause: >
  Every pair of the list becomes an entry, a name that is there twice makes two entries, and the values of one name
  stay in their order. Where entries of different names stand in relation to each other is not asserted.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [from-list, how-many, repeated, single]
---*/
#include "http.h"

CASE {
    wasi_tuple_string_list_u8 entries[] = {
        {{"x-twice", 7}, {(uint8_t *)"1", 1}},
        {{"x-once", 6}, {(uint8_t *)"2", 1}},
        {{"x-twice", 7}, {(uint8_t *)"3", 1}},
    };
    wasi_fields_from_list_result made;
    wasi_fields_from_list(SPAN_OF(entries), &made);
    check_is_ok("from-list", wasi_http_header_error, made);
    if (made.is_err) return;

    wasi_fields_entries_result all;
    wasi_fields_entries(made.ok, &all);
    check_eq_u64("how-many", all.len, 3);
    wasi_string repeated = http_field_values(made.ok, "x-twice"), single = http_field_values(made.ok, "x-once");
    check_eq_text("repeated", repeated, "[1][3]");
    check_eq_text("single", single, "[2]");
}
