/*---
title: what a GET brings by how it is framed
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]incoming-response.status
  - wasi:http/types#[method]incoming-body.stream
clause: >
  The body is as long as the framing of HTTP/1.1 makes it; a response with an invalid length, or with lengths that
  differ, is discarded, which is an error of the future.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {behaviours: peer-faults}}
arguments: ["{server.port}"]
table: {name: peer-lengths, select: {asks: answer}}
---*/
#include "rows.h"
#include "wire.h"

static wasi_string outcome(const struct row *row) { return wire_answer_to(wire_get(text_of(table_name(row)))); }

CASE { rows_check(outcome); }
