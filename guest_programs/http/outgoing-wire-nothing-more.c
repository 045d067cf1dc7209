/*---
title: a server sees no field that nobody asked for
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[constructor]outgoing-request
clause: >
  The headers of a request are those that it was made with. What HTTP itself demands (Host, and the framing of a body)
  and what manages the connection is the host's affair; beyond that a host should add nothing, such as a user-agent or
  an accept that the guest did not ask for.
level: should
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - check: get-on-the-wire
          headers: {x-asked: "1"}
          only: [host, connection, x-asked]
        - check: post-on-the-wire
          headers: {x-asked: "1"}
          only: [host, connection, x-asked, content-length, transfer-encoding]
checks: [get, post]
---*/
#include "args.h"
#include "http.h"

static wasi_fields asked(void) {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-asked", "1");
    return fields;
}

CASE {
    wasi_string authority = http_loopback(args_last_number());
    wasi_incoming_response got = http_await(http_send(http_request(authority, "/get", asked())));
    check_eq_u64("get", wasi_incoming_response_status(got), 200);
    wasi_outgoing_request post = http_request(authority, "/post", asked());
    require("POST is accepted", !wasi_outgoing_request_set_method(post, WASI_HTTP_METHOD_POST, 0, 0));
    wasi_incoming_response posted = http_send_with_body(post, STR("text"));
    check_eq_u64("post", wasi_incoming_response_status(posted), 200);
}
