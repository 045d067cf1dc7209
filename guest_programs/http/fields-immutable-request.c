/*---
title: the fields of an outgoing request cannot be changed through it
spec:
  - wasi:http/types#[method]outgoing-request.headers
  - wasi:http/types#[method]fields.append
  - wasi:http/types#[method]fields.set
  - wasi:http/types#[method]fields.delete
errors: [wasi:http/types#header-error.immutable]
clause: >
  The fields that `headers` gives of an outgoing request are immutable: append, set and delete fail with `immutable`,
  and the values stay what they were.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [append, set, delete, unchanged]
---*/
#include "http.h"

CASE {
    wasi_fields made = wasi_fields_new();
    http_add(made, "x-a", "1");
    wasi_fields fields = wasi_outgoing_request_headers(wasi_outgoing_request_new(made));

    wasi_fields_append_result appended;
    wasi_fields_append(fields, STR("x-a"), STR("2"), &appended);
    check_is_err("append", wasi_http_header_error, appended, WASI_HTTP_HEADER_ERROR_IMMUTABLE);
    wasi_list_u8 values[] = {{(uint8_t *)"3", 1}};
    wasi_fields_set_result set;
    wasi_fields_set(fields, STR("x-a"), SPAN_OF(values), &set);
    check_is_err("set", wasi_http_header_error, set, WASI_HTTP_HEADER_ERROR_IMMUTABLE);
    wasi_fields_delete_result deleted;
    wasi_fields_delete(fields, STR("x-a"), &deleted);
    check_is_err("delete", wasi_http_header_error, deleted, WASI_HTTP_HEADER_ERROR_IMMUTABLE);
    wasi_string unchanged = http_field_values(fields, "x-a");
    check_eq_text("unchanged", unchanged, "[1]");
}
