/*---
title: a field's value may have bytes that are not ASCII
spec:
  - wasi:http/types#[method]fields.append
  - wasi:http/types#[method]fields.get
clause: >
  Values should be ASCII, and are lists of bytes because real ones are not: a value with bytes from 0x80 on, which the
  syntax of HTTP allows, should be kept and given back as it is.
level: should
since: 0.2.0
needs: [http-outgoing]
checks: [append, value]
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    wasi_fields_append_result appended;
    wasi_fields_append(fields, STR("x-bytes"), STR("a\x80\xff z"), &appended);
    check_is_ok("append", wasi_http_header_error, appended);
    wasi_string value = http_field(fields, "x-bytes");
    check_eq_str("value", SPAN(value), STR("a\x80\xff z"));
}
