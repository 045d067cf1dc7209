/*---
title: a name that belongs to the connection is accepted or forbidden
spec: wasi:http/types#[method]fields.append
errors: [wasi:http/types#header-error.forbidden]
clause: >
  Which names are forbidden is left to the implementation. Adding one that governs the connection itself either
  succeeds or fails with `forbidden`; no other error fits.
level: must
since: 0.2.0
needs: [http-outgoing]
checks:
  - {name: connection, allowed: [ok, forbidden]}
  - {name: transfer-encoding, allowed: [ok, forbidden]}
  - {name: host, allowed: [ok, forbidden]}
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    wasi_fields_append_result appended;
    wasi_fields_append(fields, STR("Connection"), STR("close"), &appended);
    choose_result("connection", wasi_http_header_error, appended);
    wasi_fields_append(fields, STR("Transfer-Encoding"), STR("chunked"), &appended);
    choose_result("transfer-encoding", wasi_http_header_error, appended);
    wasi_fields_append(fields, STR("Host"), STR("localhost"), &appended);
    choose_result("host", wasi_http_header_error, appended);
}
