/*---
title: what a GET brings when its body is in chunks
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]incoming-response.status
  - wasi:http/types#[method]incoming-body.stream
clause: >
  The stream gives the content of the chunks and nothing of their framing; chunks that cannot be decoded are an error
  and not a body that ends well.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {behaviours: peer-faults}}
arguments: ["{server.port}"]
table: {name: peer-chunks, select: {asks: answer}}
---*/
#include "rows.h"
#include "wire.h"

static wasi_string outcome(const struct row *row) { return wire_answer_to(wire_get(text_of(table_name(row)))); }

CASE { rows_check(outcome); }
