/*---
title: the values of a repeated field arrive on lines of their own
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[constructor]outgoing-request
  - wasi:http/types#[static]fields.from-list
clause: >
  The fields represent a name with several values by several entries, and each should be serialised as it stands: for
  some fields a joined line means something else (RFC 9110 section 5.3).
level: should
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - check: on-the-wire
          apart: {x-many: ["a, b", c], x-one: [d]}
checks: [status]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_tuple_string_list_u8 entries[] = {
        {text_of("x-many"), {(uint8_t *)"a, b", 4}},
        {text_of("x-many"), {(uint8_t *)"c", 1}},
        {text_of("x-one"), {(uint8_t *)"d", 1}},
    };
    wasi_fields_from_list_result fields;
    wasi_fields_from_list(SPAN_OF(entries), &fields);
    require_ok("making fields", wasi_http_header_error, fields);
    wasi_string authority = http_loopback(args_last_number());
    wasi_incoming_response response = http_await(http_send(http_request(authority, "/", fields.ok)));
    check_eq_u64("status", wasi_incoming_response_status(response), 200);
}
