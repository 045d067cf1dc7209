/*---
title: what a GET brings by the status of the response
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]incoming-response.status
  - wasi:http/types#[method]incoming-body.stream
clause: >
  Interim responses are passed over, and the final one is received; a 204 and a 304 have no body, whatever their fields
  say, and end with these.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {behaviours: peer-faults}}
arguments: ["{server.port}"]
table: {name: peer-statuses, select: {asks: answer}}
---*/
#include "rows.h"
#include "wire.h"

static wasi_string outcome(const struct row *row) { return wire_answer_to(wire_get(text_of(table_name(row)))); }

CASE {
    wire_takes_any_end = true;
    rows_check(outcome);
}
