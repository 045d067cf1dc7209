/*---
title: a GET brings status, fields and body of the response
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]incoming-response.status
  - wasi:http/types#[method]incoming-response.headers
  - wasi:http/types#[method]incoming-response.consume
clause: >
  A request that is handed over is sent to its authority, and the future becomes ready with the response: its status,
  its header fields and its body are those that the server sent.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [status, field, body]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_incoming_response response = http_get(args_last_number(), "/headers");
    check_eq_u64("status", wasi_incoming_response_status(response), 200);
    wasi_fields headers = wasi_incoming_response_headers(response);
    wasi_string field = http_field(headers, "x-mixed"), body = http_response_body(response);
    check_eq_text("field", field, "Case");
    check_eq_text("body", body, "headers");
}
