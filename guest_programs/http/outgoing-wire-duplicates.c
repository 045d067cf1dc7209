/*---
title: the values of a repeated field arrive in their order
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[constructor]outgoing-request
  - wasi:http/types#[method]fields.append
clause: >
  All the values of a field are sent, in their order (whether on lines of their own or joined by commas means the
  same, RFC 9110 section 5.3), other fields among them or not, and an empty value is sent as one.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - check: on-the-wire
          headers: {x-many: [one, two, one], x-other: between, x-empty: ""}
checks: [status]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-many", "one");
    http_add(fields, "x-other", "between");
    http_add(fields, "x-many", "two");
    http_add(fields, "X-Many", "one");
    http_add(fields, "x-empty", "");
    wasi_string authority = http_loopback(args_last_number());
    wasi_incoming_response response = http_await(http_send(http_request(authority, "/", fields)));
    check_eq_u64("status", wasi_incoming_response_status(response), 200);
}
