/*---
title: a certificate that nobody vouches for is an error
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
errors: [wasi:http/types#error-code.TLS-certificate-error]
clause: >
  The scheme HTTPS is one where the server proves who it is. A certificate of an authority that the host does not
  trust ends in an error, for which there is TLS-certificate-error, and the server sees nothing of the request.
level: should
since: 0.2.0
needs: [http-outgoing]
peers: {server: {tls: untrusted, paths: {"*": [{send: "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret"}]}}}
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
