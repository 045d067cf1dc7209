/*---
title: whichever error a handler sets, the client gets an error status, and the next request is served
spec: wasi:http/types#[static]response-outparam.set
errors:
  - wasi:http/types#error-code.DNS-timeout
  - wasi:http/types#error-code.DNS-error
  - wasi:http/types#error-code.destination-not-found
  - wasi:http/types#error-code.destination-unavailable
  - wasi:http/types#error-code.destination-IP-prohibited
  - wasi:http/types#error-code.destination-IP-unroutable
  - wasi:http/types#error-code.connection-refused
  - wasi:http/types#error-code.connection-terminated
  - wasi:http/types#error-code.connection-timeout
  - wasi:http/types#error-code.connection-read-timeout
  - wasi:http/types#error-code.connection-write-timeout
  - wasi:http/types#error-code.connection-limit-reached
  - wasi:http/types#error-code.TLS-protocol-error
  - wasi:http/types#error-code.TLS-certificate-error
  - wasi:http/types#error-code.TLS-alert-received
  - wasi:http/types#error-code.HTTP-request-denied
  - wasi:http/types#error-code.HTTP-request-length-required
  - wasi:http/types#error-code.HTTP-request-body-size
  - wasi:http/types#error-code.HTTP-request-method-invalid
  - wasi:http/types#error-code.HTTP-request-URI-invalid
  - wasi:http/types#error-code.HTTP-request-URI-too-long
  - wasi:http/types#error-code.HTTP-request-header-section-size
  - wasi:http/types#error-code.HTTP-request-header-size
  - wasi:http/types#error-code.HTTP-request-trailer-section-size
  - wasi:http/types#error-code.HTTP-request-trailer-size
  - wasi:http/types#error-code.HTTP-response-incomplete
  - wasi:http/types#error-code.HTTP-response-header-section-size
  - wasi:http/types#error-code.HTTP-response-header-size
  - wasi:http/types#error-code.HTTP-response-body-size
  - wasi:http/types#error-code.HTTP-response-trailer-section-size
  - wasi:http/types#error-code.HTTP-response-trailer-size
  - wasi:http/types#error-code.HTTP-response-transfer-coding
  - wasi:http/types#error-code.HTTP-response-content-coding
  - wasi:http/types#error-code.HTTP-response-timeout
  - wasi:http/types#error-code.HTTP-upgrade-failed
  - wasi:http/types#error-code.HTTP-protocol-error
  - wasi:http/types#error-code.loop-detected
  - wasi:http/types#error-code.configuration-error
  - wasi:http/types#error-code.internal-error
clause: >
  In place of a response a handler may give any of the error codes, with or without a payload. The implementation then
  decides how to answer with an HTTP error response; other requests are not concerned.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - each:
      code:
          DNS-timeout: "0"
          DNS-error: "1"
          destination-not-found: "2"
          destination-unavailable: "3"
          destination-IP-prohibited: "4"
          destination-IP-unroutable: "5"
          connection-refused: "6"
          connection-terminated: "7"
          connection-timeout: "8"
          connection-read-timeout: "9"
          connection-write-timeout: "10"
          connection-limit-reached: "11"
          TLS-protocol-error: "12"
          TLS-certificate-error: "13"
          TLS-alert-received: "14"
          HTTP-request-denied: "15"
          HTTP-request-length-required: "16"
          HTTP-request-body-size: "17"
          HTTP-request-method-invalid: "18"
          HTTP-request-URI-invalid: "19"
          HTTP-request-URI-too-long: "20"
          HTTP-request-header-section-size: "21"
          HTTP-request-header-size: "22"
          HTTP-request-trailer-section-size: "23"
          HTTP-request-trailer-size: "24"
          HTTP-response-incomplete: "25"
          HTTP-response-header-section-size: "26"
          HTTP-response-header-size: "27"
          HTTP-response-body-size: "28"
          HTTP-response-trailer-section-size: "29"
          HTTP-response-trailer-size: "30"
          HTTP-response-transfer-coding: "31"
          HTTP-response-content-coding: "32"
          HTTP-response-timeout: "33"
          HTTP-upgrade-failed: "34"
          HTTP-protocol-error: "35"
          loop-detected: "36"
          configuration-error: "37"
          internal-error: "38"
    path: "/empty/{code}"
    expect: {check: "{code.label}", status: error}
  - each:
      code:
          DNS-error: "1"
          TLS-alert-received: "14"
          HTTP-request-body-size: "17"
          HTTP-request-header-section-size: "21"
          HTTP-response-header-size: "27"
          HTTP-response-transfer-coding: "31"
          internal-error: "38"
    path: "/full/{code}"
    expect: {check: "{code.label}-payload", status: error}
  - {path: /fine, expect: {check: next-is-served, status: 200}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    if (http_path_is(request, "/fine")) {
        serve_answer(response_out);
        return;
    }
    uint32_t code = serve_number(request);
    uint32_t text = (uint32_t)(uintptr_t) "told";
    if (serve_path(request).ptr[1] == 'e') {
        wasi_response_outparam_set(response_out, 1, code, 0, 0, 0, 0, 0, 0);
        return;
    }
    switch (code) {
        case WASI_HTTP_ERROR_CODE_TLS_ALERT_RECEIVED:  // alert-id, alert-message
            wasi_response_outparam_set(response_out, 1, code, 1, 40, 1, text, 4, 0);
            return;
        case WASI_HTTP_ERROR_CODE_HTTP_REQUEST_BODY_SIZE:
        case WASI_HTTP_ERROR_CODE_HTTP_REQUEST_HEADER_SECTION_SIZE:
            wasi_response_outparam_set(response_out, 1, code, 1, 123456, 0, 0, 0, 0);
            return;
        default:  // text first: a DNS-error-payload's rcode, a field-size-payload's field-name, or the text itself
            wasi_response_outparam_set(response_out, 1, code, 1, text, 4, 1, 7, 0);
    }
}
