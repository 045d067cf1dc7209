/*---
title: a HEAD is sent as one, and its response has no body
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-request.set-method
  - wasi:http/types#[method]incoming-body.stream
clause: >
  The response to a HEAD ends with its fields, whatever length or coding these announce (RFC 9112 section 6.3): the
  status and the fields are received, and the stream of the body is closed without a byte.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      /plain: [{send: "HTTP/1.1 200 OK\r\nx-a: 1\r\n\r\n"}, {pause: 200}, {send: "hello"}, close]
      /length: [{send: "HTTP/1.1 200 OK\r\nx-a: 2\r\ncontent-length: 5\r\n\r\n"}, {pause: 200}, {send: "hello"}, close]
      /chunks: [{send: "HTTP/1.1 404 No\r\nx-a: 3\r\ntransfer-encoding: chunked\r\n\r\n"}, {pause: 200}, {send: "0\r\n\r\n"}, close]
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - {check: plain-on-the-wire, line: "HEAD /plain HTTP/1.1", absent: [transfer-encoding], body: ""}
        - {check: length-on-the-wire, line: "HEAD /length HTTP/1.1", body: ""}
        - {check: chunks-on-the-wire, line: "HEAD /chunks HTTP/1.1", body: ""}
checks: [plain, length, chunks]
---*/
#include "wire.h"

static wasi_string head(const char *path) {
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), path, wasi_fields_new());
    require("HEAD is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_HEAD, 0, 0));
    return wire_answer_to(request);
}

CASE {
    wire_takes_any_end = true;
    wasi_string plain = head("/plain"), length = head("/length"), chunks = head("/chunks");
    check_eq_text("plain", plain, "200 with x-a=[1]");
    check_eq_text("length", length, "200 with x-a=[2]");
    check_eq_text("chunks", chunks, "404 with x-a=[3]");
}
