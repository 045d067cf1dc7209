/*---
title: each method that the variant names can be set
spec:
  - wasi:http/types#[method]outgoing-request.set-method
  - wasi:http/types#[method]outgoing-request.method
clause: >
  Each of the nine methods that have a case of their own is accepted and is the request's method from then on.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [get, head, post, put, delete, connect, options, trace, patch]
---*/
#include "http.h"

CASE {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_PATCH, 0, 0);
    const char *name = wasi_http_method_names;
    for (uint32_t method = 0; method < WASI_HTTP_METHOD_OTHER; method++, name += text_length(name) + 1) {
        uint32_t is_err = wasi_outgoing_request_set_method(request, method, 0, 0);
        wasi_outgoing_request_method_result got;
        wasi_outgoing_request_method(request, &got);
        check_eq_text(name, is_err ? text_of("refused") : text_of_case(wasi_http_method_names, got.tag), name);
    }
}
