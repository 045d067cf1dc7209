/*---
title: Host is the authority as it was set
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-request.set-authority
clause: >
  The Host of the request is the authority that was set, a name as well as an address, with its port (RFC 9112 section
  3.2); there is one such field, and a host that is a name is looked up.
level: must
since: 0.2.0
needs: [http-outgoing, name-lookup]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - {check: address-on-the-wire, headers: {host: "127.0.0.1:{server.port}"}}
        - {check: name-on-the-wire, headers: {host: "localhost:{server.port}"}}
checks: [address, name]
---*/
#include "wire.h"

static wasi_string answer_at(const char *host) {
    wasi_string authority = text_join(text_of(host), text_of_u64(args_last_number()));
    return wire_answer_to(http_request(authority, "/", wasi_fields_new()));
}

CASE {
    wire_takes_any_end = true;
    wasi_string address = answer_at("127.0.0.1:"), name = answer_at("localhost:");
    check_eq_text("address", address, "200 ok");
    check_eq_text("name", name, "200 ok");
}
