/*---
title: a field name that is no token is refused
spec:
  - wasi:http/types#[method]fields.append
  - wasi:http/types#[method]fields.set
  - wasi:http/types#[static]fields.from-list
errors: [wasi:http/types#header-error.invalid-syntax]
clause: >
  A name that is not a token of HTTP, such as one with a space in it, makes append, set and from-list fail with
  `invalid-syntax`.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [append, set, from-list]
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    wasi_list_u8 values[] = {{(uint8_t *)"value", 5}};
    wasi_tuple_string_list_u8 entries[] = {{{"bad name", 8}, {(uint8_t *)"value", 5}}};

    wasi_fields_append_result appended;
    wasi_fields_append(fields, STR("bad name"), STR("value"), &appended);
    check_is_err("append", wasi_http_header_error, appended, WASI_HTTP_HEADER_ERROR_INVALID_SYNTAX);
    wasi_fields_set_result set;
    wasi_fields_set(fields, STR("bad name"), SPAN_OF(values), &set);
    check_is_err("set", wasi_http_header_error, set, WASI_HTTP_HEADER_ERROR_INVALID_SYNTAX);
    wasi_fields_from_list_result made;
    wasi_fields_from_list(SPAN_OF(entries), &made);
    check_is_err("from-list", wasi_http_header_error, made, WASI_HTTP_HEADER_ERROR_INVALID_SYNTAX);
}
