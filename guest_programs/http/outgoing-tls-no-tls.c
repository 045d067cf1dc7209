/*---
title: a server that speaks no TLS is an error of the protocol
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
errors: [wasi:http/types#error-code.TLS-protocol-error]
clause: >
  An answer to the beginning of TLS that is none of TLS ends in an error, for which there is TLS-protocol-error.
level: should
since: 0.2.0
needs: [http-outgoing]
peers: {server: {accept: [await-bytes, {send: "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"}, close]}}
arguments: ["{server.port}"]
checks:
  - {name: answer, allowed: [TLS-protocol-error, connection-terminated], preferred: TLS-protocol-error}
---*/
#include "wire.h"

CASE {
    wire_tells_codes = true;
    wasi_outgoing_request request = wire_get(text_of(""));
    require("HTTPS is accepted", !wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTPS, 0, 0));
    wasi_string told = wire_answer_to(request);
    choose_text("answer", told);
}
