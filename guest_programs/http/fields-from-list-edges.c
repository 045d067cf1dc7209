/*---
title: from-list takes an empty list and refuses one with a single wrong entry
spec:
  - wasi:http/types#[static]fields.from-list
  - wasi:http/types#[constructor]fields
errors: [wasi:http/types#header-error.invalid-syntax]
clause: >
  An empty list makes fields without entries, as the constructor does. One entry whose name or value is syntactically
  invalid, wherever it stands, makes from-list fail with `invalid-syntax`. A name may be there in several cases, as one.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [constructor, empty, name-first, name-last, value-first, value-last, cases]
---*/
#include "http.h"

static wasi_tuple_string_list_u8 entry(const char *name, const char *value) {
    return (wasi_tuple_string_list_u8){text_of(name), {(uint8_t *)value, text_length(value)}};
}

static void check_refused(const char *name, wasi_tuple_string_list_u8 first, wasi_tuple_string_list_u8 last) {
    wasi_tuple_string_list_u8 entries[] = {first, entry("x-b", "2"), last};
    wasi_fields_from_list_result made;
    wasi_fields_from_list(SPAN_OF(entries), &made);
    check_is_err(name, wasi_http_header_error, made, WASI_HTTP_HEADER_ERROR_INVALID_SYNTAX);
}

CASE {
    check_eq_text("constructor", http_entries(wasi_fields_new()), "");
    wasi_fields_from_list_result made;
    wasi_fields_from_list((void *)4, 0, &made);
    check_eq_text("empty", made.is_err ? text_of("an error") : http_entries(made.ok), "");
    check_refused("name-first", entry("x a", "1"), entry("x-c", "3"));
    check_refused("name-last", entry("x-a", "1"), entry("x c", "3"));
    check_refused("value-first", entry("x-a", "1\n"), entry("x-c", "3"));
    check_refused("value-last", entry("x-a", "1"), entry("x-c", "3\n"));
    wasi_tuple_string_list_u8 entries[] = {entry("x-a", "1"), entry("X-A", "2"), entry("X-a", "3")};
    wasi_fields_from_list(SPAN_OF(entries), &made);
    check_eq_text("cases", made.is_err ? text_of("an error") : http_field_values(made.ok, "x-a"), "[1][2][3]");
}
