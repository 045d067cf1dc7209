/*---
title: an alert of the server is told with its number
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
errors: [wasi:http/types#error-code.TLS-alert-received]
clause: >
  A server that refuses with a fatal alert of TLS ends the request in an error, for which there is TLS-alert-received;
  where it has the payloads, the number is that of the alert (40, handshake_failure).
level: should
since: 0.2.0
needs: [http-outgoing]
peers: {server: {accept: [await-bytes, {send: {base64: "FQMDAAICKA=="}}, close]}}
arguments: ["{server.port}"]
checks:
  - {name: answer, allowed: [TLS-alert-received, TLS-protocol-error], preferred: TLS-alert-received}
  - {name: number, allowed: ["40", none, another code]}
---*/
#include "wire.h"

CASE {
    wasi_outgoing_request request = wire_get(text_of(""));
    require("HTTPS is accepted", !wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTPS, 0, 0));
    wasi_result_incoming_response_http_error_code got = http_outcome(http_send(request));
    choose_result("answer", wasi_http_error_code, got);
    bool alert = got.is_err && got.err.tag == WASI_HTTP_ERROR_CODE_TLS_ALERT_RECEIVED;
    if (alert && got.err.tls_alert_received.alert_id.is_some)
        choose_u64("number", got.err.tls_alert_received.alert_id.some);
    else
        choose("number", alert ? "none" : "another code");
}
