/*---
title: the fields of an outgoing response refuse every change
spec: wasi:http/types#[method]outgoing-response.headers
errors: [wasi:http/types#header-error.immutable]
clause: >
  The fields that `headers` gives of an outgoing response
  are immutable: append, set and delete fail with `immutable`, also for a name that is not there, and nothing changes.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: field-immutable, select: {source: outgoing-response}}
---*/
#include "field_rows.h"

static wasi_fields source(const struct row *row) {
    return wasi_outgoing_response_headers(wasi_outgoing_response_new(field_rows_made()));
}

CASE { field_rows_check(source); }
