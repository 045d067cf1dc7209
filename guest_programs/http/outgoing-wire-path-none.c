/*---
title: a request without path and query asks for the root
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-request.set-path-with-query
clause: >
  None stands for an empty path and an empty query, and so does a request whose path was never set; HTTP/1.1 writes an
  empty path as `/` (RFC 9112 section 3.2.1), also before a query alone.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - {check: unset-on-the-wire, line: "GET / HTTP/1.1", headers: {host: "127.0.0.1:{server.port}"}}
        - {check: none-on-the-wire, line: "GET / HTTP/1.1", headers: {host: "127.0.0.1:{server.port}"}}
checks: [unset, none]
---*/
#include "wire.h"

static wasi_outgoing_request bare(void) {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    wasi_string authority = http_loopback(args_last_number());
    require("the scheme is accepted", !wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTP, 0, 0));
    require("the authority is accepted", !wasi_outgoing_request_set_authority(request, 1, SPAN(authority)));
    return request;
}

CASE {
    wire_takes_any_end = true;
    wasi_string unset = wire_answer_to(bare());
    check_eq_text("unset", unset, "200 ok");
    wasi_outgoing_request request = bare();
    require("none is accepted", !wasi_outgoing_request_set_path_with_query(request, 0, 0, 0));
    wasi_string none = wire_answer_to(request);
    check_eq_text("none", none, "200 ok");
}
