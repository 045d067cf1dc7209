/*---
title: what a server sees of a plain GET
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[constructor]outgoing-request
clause: >
  The request on the wire is one of HTTP/1.1 whose request line has the method, the path and the query that were set,
  and whose Host is the authority, alone (RFC 9112 sections 3 and 3.2); a request without a body has none, and no
  framing that announces one.
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
          line: "GET /a/b?c=d&e HTTP/1.1"
          headers: {host: "127.0.0.1:{server.port}"}
          absent: [transfer-encoding]
          body: ""
          trailers: {}
checks: [status]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_incoming_response response =
        http_get(args_last_number(), "/a/b?c=d&e");
    check_eq_u64("status", wasi_incoming_response_status(response), 200);
}
