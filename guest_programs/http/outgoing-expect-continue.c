/*---
title: a request that expects to be told to go on is finished
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-body.write
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  A guest may set Expect: 100-continue. The server sees the field, and whether it says so or just waits, the body
  comes at last (RFC 9110 section 10.1.1), and the response after it is given.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      /told: [{send: "HTTP/1.1 100 Continue\r\n\r\n"}, await-request, {send: "HTTP/1.1 201 Made\r\ncontent-length: 0\r\n\r\n"}]
      /waiting: [await-request, {send: "HTTP/1.1 201 Made\r\ncontent-length: 0\r\n\r\n"}]
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - {check: told-on-the-wire, headers: {expect: 100-continue, content-length: "5"}, body: hello}
        - {check: waiting-on-the-wire, headers: {expect: 100-continue, content-length: "5"}, body: hello}
checks: [told, waiting]
---*/
#include "wire.h"

static wasi_string asked(const char *path) {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "expect", "100-continue");
    http_add(fields, "content-length", "5");
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), path, fields);
    require("PUT is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_PUT, 0, 0));
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    wasi_outgoing_handler_handle_result sent = {.ok = http_send(request)};
    http_write_body(body.ok, STR("hello"));
    http_end_body(body.ok);
    return wire_outcome(&sent);
}

CASE {
    wire_takes_any_end = true;
    wasi_string told = asked("/told"), waiting = asked("/waiting");
    check_eq_text("told", told, "201");
    check_eq_text("waiting", waiting, "201");
}
