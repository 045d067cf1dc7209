/*---
title: the fields that a handler sets reach the client
spec:
  - wasi:http/types#[constructor]outgoing-response
  - wasi:http/types#[static]response-outparam.set
clause: >
  The client receives every field that the response was made with; one that was added twice has both values, in order.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /, expect: {check: fields, headers: {x-one: "1", x-twice: "first, second", x-empty: ""}}}
report: response
checks: [added]
---*/
#include "http.h"

CASE {
    report_fields = wasi_fields_new();
    http_add(report_fields, "X-One", "1");
    http_add(report_fields, "x-twice", "first");
    http_add(report_fields, "x-twice", "second");
    http_add(report_fields, "x-empty", "");
    wasi_string twice = http_field_values(report_fields, "x-twice");
    check_eq_text("added", twice, "[first][second]");
}
