/*---
title: the fields of an incoming request refuse every change
spec: wasi:http/types#[method]incoming-request.headers
errors: [wasi:http/types#header-error.immutable]
clause: >
  The fields that `headers` gives of an incoming request
  are immutable: append, set and delete fail with `immutable`, also for a name that is not there, and nothing changes.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /, headers: {x-a: "1"}, expect: {check: status, status: 200}}
report: response
table: {name: field-immutable, select: {source: incoming-request}}
---*/
#include "field_rows.h"

static wasi_incoming_request asked;

static wasi_fields source(const struct row *row) { return wasi_incoming_request_headers(asked); }

CASE {
    asked = request;
    field_rows_check(source);
}
