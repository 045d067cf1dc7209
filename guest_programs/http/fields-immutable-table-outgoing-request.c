/*---
title: the fields of an outgoing request refuse every change
spec: wasi:http/types#[method]outgoing-request.headers
errors: [wasi:http/types#header-error.immutable]
clause: >
  The fields that `headers` gives of an outgoing request
  are immutable: append, set and delete fail with `immutable`, also for a name that is not there, and nothing changes.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: field-immutable, select: {source: outgoing-request}}
---*/
#include "field_rows.h"

static wasi_fields source(const struct row *row) {
    return wasi_outgoing_request_headers(wasi_outgoing_request_new(field_rows_made()));
}

CASE { field_rows_check(source); }
