/*---
title: a request whose body nobody asked for is sent without one
spec: wasi:http/outgoing-handler#handle
clause: >
  A request whose `body` was never called has no body to wait for: it is complete as it is handed over, also with a
  method that usually has one.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - {check: get-on-the-wire, line: "GET /get HTTP/1.1", body: "", trailers: {}}
        - {check: delete-on-the-wire, line: "DELETE /delete HTTP/1.1", body: "", trailers: {}}
        - {check: post-on-the-wire, line: "POST /post HTTP/1.1", body: "", trailers: {}}
checks: [get, delete, post]
---*/
#include "args.h"
#include "http.h"

static uint32_t sent(const char *path, uint32_t method) {
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), path, wasi_fields_new());
    require("the method is accepted", !wasi_outgoing_request_set_method(request, method, 0, 0));
    return wasi_incoming_response_status(http_await(http_send(request)));
}

CASE {
    check_eq_u64("get", sent("/get", WASI_HTTP_METHOD_GET), 200);
    check_eq_u64("delete", sent("/delete", WASI_HTTP_METHOD_DELETE), 200);
    check_eq_u64("post", sent("/post", WASI_HTTP_METHOD_POST), 200);
}
