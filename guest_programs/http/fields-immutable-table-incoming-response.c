/*---
title: the fields of an incoming response refuse every change
spec: wasi:http/types#[method]incoming-response.headers
errors: [wasi:http/types#header-error.immutable]
clause: >
  The fields that `headers` gives of an incoming response
  are immutable: append, set and delete fail with `immutable`, also for a name that is not there, and nothing changes.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
table: {name: field-immutable, select: {source: incoming-response}}
---*/
#include "args.h"
#include "field_rows.h"

static wasi_incoming_response response = -1;

static wasi_fields source(const struct row *row) {
    if (response == -1) response = http_get(args_last_number(), "/headers");
    return wasi_incoming_response_headers(response);
}

CASE { field_rows_check(source); }
