/*---
title: the fields of a response are those that the server sent
spec:
  - wasi:http/types#[method]incoming-response.headers
  - wasi:http/types#[method]fields.get
clause: >
  Names are found in any case, and a field that was sent without a value has one empty value. One that was sent twice
  should have two values in their order; HTTP lets a recipient join them with a comma, so that is allowed too.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks:
  - {name: twice, allowed: ["[first][second]", "[first, second]"], preferred: "[first][second]"}
  - mixed-case
  - empty
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_fields fields = wasi_incoming_response_headers(http_get(args_last_number(), "/headers"));
    wasi_string twice = http_field_values(fields, "x-twice"), mixed = http_field_values(fields, "x-mixed");
    wasi_string empty = http_field_values(fields, "x-empty");
    choose_text("twice", twice);
    check_eq_text("mixed-case", mixed, "[Case]");
    check_eq_text("empty", empty, "[]");
}
