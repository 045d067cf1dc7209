/*---
title: set refuses several values of which one is wrong
spec: wasi:http/types#[method]fields.set
errors: [wasi:http/types#header-error.invalid-syntax]
clause: >
  Set fails with `invalid-syntax` if any of the values is syntactically invalid, wherever it stands. Whether the values
  that were there are still there then, the text does not say; that none of the new ones is follows from the failure.
level: must
since: 0.2.0
needs: [http-outgoing]
checks:
  - first
  - middle
  - last
  - {name: left, allowed: ["[1]", "none"], preferred: "[1]"}
---*/
#include "http.h"

static wasi_fields fields;

static void check_refused(const char *name, uint32_t wrong) {
    wasi_list_u8 values[] = {{(uint8_t *)"2", 1}, {(uint8_t *)"3", 1}, {(uint8_t *)"4", 1}};
    values[wrong].ptr = (uint8_t *)"\n";
    wasi_fields_set_result set;
    wasi_fields_set(fields, STR("x-a"), SPAN_OF(values), &set);
    check_is_err(name, wasi_http_header_error, set, WASI_HTTP_HEADER_ERROR_INVALID_SYNTAX);
}

CASE {
    fields = wasi_fields_new();
    http_add(fields, "x-a", "1");
    check_refused("first", 0);
    check_refused("middle", 1);
    check_refused("last", 2);
    wasi_string left = http_field_values(fields, "x-a");
    choose_text("left", left.len ? left : text_of("none"));
}
