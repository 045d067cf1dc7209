/*---
title: what a GET brings by its status line and fields
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]incoming-response.status
  - wasi:http/types#[method]incoming-body.stream
clause: >
  What cannot be a response of HTTP is an error of the future and never a response; what is one, however odd, is
  received; and what is in between ends in one of these ways.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {behaviours: peer-faults}}
arguments: ["{server.port}"]
table: {name: peer-heads, select: {asks: answer}}
---*/
#include "rows.h"
#include "wire.h"

static wasi_string outcome(const struct row *row) { return wire_answer_to(wire_get(text_of(table_name(row)))); }

CASE {
    wire_takes_any_end = true;
    rows_check(outcome);
}
