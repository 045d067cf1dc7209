/*---
title: informational responses are sent before the final one
spec: wasi:http/types#[method]response-outparam.send-informational
errors:
  - wasi:http/types#error-code.HTTP-protocol-error
  - wasi:http/types#error-code.internal-error
clause: >
  Any number of responses with a status from 100 to 199 can be sent before the response is set, which is then sent as
  ever. Another status is an `HTTP-protocol-error`, and an implementation that sends none answers with `internal-error`.
  The function is unstable, so that a host need not have it; not all that lack it refuse the component.
level: may
confirmed: "two readers of the text, 2026-11-22; a host without the function must refuse the component, or answer internal-error"
since: 0.2.0
world: proxy
features: [informational-outbound-responses]
requests:
  - path: /
    expect:
      - {check: final, status: 200}
      - {check: sent, what: informational, allowed: ["103, 102", none]}
report: response
checks:
  - {name: early-hints, allowed: [ok, internal-error]}
  - {name: processing, allowed: [ok, internal-error]}
  - status-99
  - status-200
---*/
#include "informational.h"

static wasi_result_void_http_error_code sent(wasi_response_outparam out, uint32_t status) {
    wasi_result_void_http_error_code result;
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "link", "</style.css>; rel=preload");
    wasi_response_outparam_send_informational(out, status, fields, &result);
    return result;
}

CASE {
    wasi_result_void_http_error_code got = sent(response_out, 103);
    choose_result("early-hints", wasi_http_error_code, got);
    got = sent(response_out, 102);
    choose_result("processing", wasi_http_error_code, got);
    got = sent(response_out, 99);
    check_is_err("status-99", wasi_http_error_code, got, WASI_HTTP_ERROR_CODE_HTTP_PROTOCOL_ERROR);
    got = sent(response_out, 200);
    check_is_err("status-200", wasi_http_error_code, got, WASI_HTTP_ERROR_CODE_HTTP_PROTOCOL_ERROR);
}
