/*---
title: a handler sees the fields of the request, and cannot change them
spec:
  - wasi:http/types#[method]incoming-request.headers
  - wasi:http/types#[method]fields.get
errors: [wasi:http/types#header-error.immutable]
clause: >
  The fields of an incoming request have the values that the client sent, are found under their names in any case, and
  are immutable.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /, headers: {X-Sent: "by the client", x-other: "2"}, expect: {check: status, status: 200}}
report: response
checks: [sent, other, append]
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_incoming_request_headers(request);
    wasi_string sent = http_field(fields, "x-sent"), other = http_field(fields, "X-OTHER");
    check_eq_text("sent", sent, "by the client");
    check_eq_text("other", other, "2");
    wasi_fields_append_result appended;
    wasi_fields_append(fields, STR("x-a"), STR("1"), &appended);
    check_is_err("append", wasi_http_header_error, appended, WASI_HTTP_HEADER_ERROR_IMMUTABLE);
}
