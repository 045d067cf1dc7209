/*---
title: a declared length is the framing of the body
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[constructor]outgoing-request
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  A Content-Length that the request was made with is sent, once and unchanged, and with it nothing that frames the
  body in another way (a Transfer-Encoding beside it is forbidden, RFC 9112 section 6.2).
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
          line: "PUT / HTTP/1.1"
          headers: {content-length: "11", content-type: text/x-odd}
          absent: [transfer-encoding]
          body: hello world
checks: [status]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "content-length", "11");
    http_add(fields, "content-type", "text/x-odd");
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/", fields);
    require("PUT is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_PUT, 0, 0));
    wasi_incoming_response response = http_send_with_body(request, STR("hello world"));
    check_eq_u64("status", wasi_incoming_response_status(response), 200);
}
