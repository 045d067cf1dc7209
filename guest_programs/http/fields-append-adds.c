/*---
title: append adds a value after those that a name has
spec: wasi:http/types#[method]fields.append
clause: >
  Append gives a name one more value and neither changes nor deletes those that it has, under whatever case it was
  added.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [append, values]
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-a", "first");
    wasi_fields_append_result appended;
    wasi_fields_append(fields, STR("X-A"), STR("second"), &appended);
    check_is_ok("append", wasi_http_header_error, appended);
    wasi_string values = http_field_values(fields, "x-a");
    check_eq_text("values", values, "[first][second]");
}
