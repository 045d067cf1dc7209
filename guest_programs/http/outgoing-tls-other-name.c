/*---
title: a certificate for another name is an error
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
errors: [wasi:http/types#error-code.TLS-certificate-error]
clause: >
  A certificate for a name that is not the one of the authority ends in an error, even if its authority is trusted,
  and the server sees nothing of the request.
level: should
since: 0.2.0
needs: [http-outgoing, tls-trust]
peers: {server: {tls: other-name, paths: {"*": [{send: "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret"}]}}}
arguments: ["{server.port}"]
expect: {peers: {server: {requests: []}}}
checks:
  - {name: answer, allowed: [TLS-certificate-error, TLS-protocol-error], preferred: TLS-certificate-error}
---*/
#include "wire.h"

CASE {
    wire_tells_codes = true;
    wasi_outgoing_request request = wire_get(text_of(""));
    require("HTTPS is accepted", !wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTPS, 0, 0));
    wasi_string told = wire_answer_to(request);
    choose_text("answer", told);
}
