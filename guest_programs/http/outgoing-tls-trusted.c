/*---
title: a request over TLS to a server that is trusted is answered
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-request.set-scheme
clause: >
  With the scheme HTTPS the request goes over TLS, and but for that is as over plain HTTP: the server sees its line,
  its Host and its fields, and the guest is given the response.
level: must
since: 0.2.0
needs: [http-outgoing, tls-trust]
peers: {server: {tls: trusted, paths: {"*": [{send: "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - {check: on-the-wire, line: "GET /a?b HTTP/1.1", headers: {host: "127.0.0.1:{server.port}", x-asked: "1"}}
checks: [answer]
---*/
#include "wire.h"

CASE {
    wire_takes_any_end = true;
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-asked", "1");
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/a?b", fields);
    require("HTTPS is accepted", !wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTPS, 0, 0));
    wasi_string told = wire_answer_to(request);
    check_eq_text("answer", told, "200 secret");
}
