/*---
title: fields may have a thousand entries
spec:
  - wasi:http/types#[method]fields.append
  - wasi:http/types#[method]fields.entries
  - wasi:http/types#[method]fields.get
  - wasi:http/types#[static]fields.from-list
clause: >
  Every value that was appended is there: entries gives each pair, get all the values of one name in their order; and
  from-list makes the same fields of what entries gave.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [entries, values, first, last, copied, copied-last]
---*/
#include "http.h"

enum { NAMES = 20, EACH = 50 };

CASE {
    wasi_fields fields = wasi_fields_new();
    for (uint32_t i = 0; i < NAMES * EACH; i++) {
        wasi_string name = text_join(text_of("x-"), text_of_u64(i % NAMES)), value = text_of_u64(i);
        wasi_fields_append_result added;
        wasi_fields_append(fields, SPAN(name), SPAN(value), &added);
        require_ok("appending a field", wasi_http_header_error, added);
    }
    wasi_fields_entries_result all, again;
    wasi_fields_entries(fields, &all);
    check_eq_u64("entries", all.len, NAMES * EACH);
    wasi_fields_get_result values;
    wasi_fields_get(fields, STR("x-7"), &values);
    check_eq_u64("values", values.len, EACH);
    check_eq_str("first", SPAN(values.ptr[0]), STR("7"));
    check_eq_str("last", SPAN(values.ptr[values.len - 1]), STR("987"));

    wasi_fields_from_list_result made;
    wasi_fields_from_list(SPAN(all), &made);
    require_ok("from-list", wasi_http_header_error, made);
    wasi_fields_entries(made.ok, &again);
    check_eq_u64("copied", again.len, NAMES * EACH);
    wasi_fields_get(made.ok, STR("x-7"), &values);
    check_eq_str("copied-last", SPAN(values.ptr[values.len - 1]), STR("987"));
}
