/*---
title: what a GET brings when the connection is lost
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]incoming-response.status
  - wasi:http/types#[method]incoming-body.stream
clause: >
  Status and fields that were not received whole are an error of the future; a body that breaks off is an error of its
  stream, and neither is a response that ends well.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {behaviours: peer-faults}}
arguments: ["{server.port}"]
table: {name: peer-closes, select: {asks: answer}}
---*/
#include "rows.h"
#include "wire.h"

static wasi_string outcome(const struct row *row) { return wire_answer_to(wire_get(text_of(table_name(row)))); }

CASE { rows_check(outcome); }
