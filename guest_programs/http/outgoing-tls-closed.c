/*---
title: a server that closes instead of speaking TLS is an error
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
errors: [wasi:http/types#error-code.TLS-protocol-error]
clause: >
  A connection that ends before TLS was agreed on ends in an error.
level: should
since: 0.2.0
needs: [http-outgoing]
peers: {server: {accept: [await-bytes, close]}}
arguments: ["{server.port}"]
checks:
  - {name: answer, allowed: [TLS-protocol-error, connection-terminated]}
---*/
#include "wire.h"

CASE {
    wire_tells_codes = true;
    wasi_outgoing_request request = wire_get(text_of(""));
    require("HTTPS is accepted", !wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTPS, 0, 0));
    wasi_string told = wire_answer_to(request);
    choose_text("answer", told);
}
