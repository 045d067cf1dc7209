/*---
title: each scheme that the variant names can be set
spec:
  - wasi:http/types#[method]outgoing-request.set-scheme
  - wasi:http/types#[method]outgoing-request.scheme
clause: >
  HTTP and HTTPS are accepted and are the request's scheme from then on.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [HTTPS, HTTP, HTTPS-again]
---*/
#include "http.h"

static wasi_outgoing_request request;

static void check_scheme(const char *name, uint32_t scheme) {
    uint32_t is_err = wasi_outgoing_request_set_scheme(request, 1, scheme, 0, 0);
    wasi_outgoing_request_scheme_result got;
    wasi_outgoing_request_scheme(request, &got);
    wasi_string told = is_err ? text_of("refused") : text_of_case(wasi_http_scheme_names, got.some.tag);
    check_result(name, got.is_some ? told : text_of("none"), text_of_case(wasi_http_scheme_names, scheme));
}

CASE {
    request = wasi_outgoing_request_new(wasi_fields_new());
    check_scheme("HTTPS", WASI_HTTP_SCHEME_HTTPS);
    check_scheme("HTTP", WASI_HTTP_SCHEME_HTTP);
    check_scheme("HTTPS-again", WASI_HTTP_SCHEME_HTTPS);
}
