/*---
title: a coded body is given as it was sent
spec:
  - wasi:http/types#[method]incoming-body.stream
  - wasi:http/types#[method]incoming-response.headers
clause: >
  A Content-Encoding is a property of the content: the guest is given the field and the bytes that belong to it, and
  not other bytes under the same name.
level: should
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      "*":
        - send: "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 25\r\n\r\n"
        - send: {base64: "H4sIAAAAAAACA8tIzcnJBwCGphA2BQAAAA=="}
arguments: ["{server.port}"]
checks: [coding, length, how-many, begins-as-gzip]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_incoming_response response = http_get(args_last_number(), "/");
    wasi_fields headers = wasi_incoming_response_headers(response);
    wasi_string coding = http_field(headers, "content-encoding"), length = http_field(headers, "content-length");
    check_eq_text("coding", coding, "gzip");
    check_eq_text("length", length, "25");
    wasi_string body = http_response_body(response);
    check_eq_u64("how-many", body.len, 25);
    check_ok("begins-as-gzip", body.len > 2 && (uint8_t)body.ptr[0] == 0x1f && (uint8_t)body.ptr[1] == 0x8b);
}
