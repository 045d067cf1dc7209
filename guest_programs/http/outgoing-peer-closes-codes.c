/*---
title: the error codes of a GET when the connection is lost
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#http-error-code
errors: [wasi:http/types#error-code.connection-terminated, wasi:http/types#error-code.HTTP-response-incomplete]
clause: >
  What goes wrong is told by the code that describes it: through the future, or through http-error-code from the error
  of the body's stream. The catch-all internal-error is for what fits no other code.
level: should
confirmed: "two readers of the text, 2026-11-22; the text has these codes and a function to ask for them; none demands more than a code that fits"
since: 0.2.0
needs: [http-outgoing]
peers: {server: {behaviours: peer-faults}}
arguments: ["{server.port}"]
table: {name: peer-closes, select: {asks: code}}
---*/
#include "rows.h"
#include "wire.h"

static wasi_string outcome(const struct row *row) { return wire_answer_to(wire_get(text_of(table_name(row)))); }

CASE {
    wire_tells_codes = true;
    rows_check(outcome);
}
