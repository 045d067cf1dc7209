/*---
title: the fields of a response are those that the server sent, and immutable
spec:
  - wasi:http/types#[method]incoming-response.headers
  - wasi:http/types#[method]fields.get
errors: [wasi:http/types#header-error.immutable]
clause: >
  A field that the server sent twice has two values in their order, one without a value has one empty value, names are
  found in any case, and the fields of an incoming response are immutable.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [twice, mixed-case, empty, append]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_fields fields = wasi_incoming_response_headers(http_get(args_number(1), "/headers"));
    wasi_string twice = http_field_values(fields, "x-twice"), mixed = http_field_values(fields, "x-mixed");
    wasi_string empty = http_field_values(fields, "x-empty");
    check_eq_text("twice", twice, "[first][second]");
    check_eq_text("mixed-case", mixed, "[Case]");
    check_eq_text("empty", empty, "[]");
    wasi_fields_append_result appended;
    wasi_fields_append(fields, STR("x-a"), STR("1"), &appended);
    check_is_err("append", wasi_http_header_error, appended, WASI_HTTP_HEADER_ERROR_IMMUTABLE);
}
