/*---
title: parts of a request that are syntactically invalid are refused
spec:
  - wasi:http/types#[method]outgoing-request.set-method
  - wasi:http/types#[method]outgoing-request.set-path-with-query
  - wasi:http/types#[method]outgoing-request.set-scheme
  - wasi:http/types#[method]outgoing-request.set-authority
clause: >
  Setting a method that is no token, a path with a space in it, a scheme that does not begin with a letter, or an
  authority with a space in it, fails.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [method, path, scheme, authority]
---*/
#include "http.h"

static void check_refused(const char *name, uint32_t is_err) {
    report_check(name, is_err == 1, text_of(is_err ? "err" : "ok"), text_of("err"));
}

CASE {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    wasi_string method = text_of("BAD METHOD"), scheme = text_of("1 scheme");
    check_refused("method", wasi_outgoing_request_set_method(
                                request, WASI_HTTP_METHOD_OTHER, (uint32_t)method.ptr, method.len));
    check_refused("path", wasi_outgoing_request_set_path_with_query(request, 1, STR("/bad path")));
    check_refused("scheme", wasi_outgoing_request_set_scheme(
                                request, 1, WASI_HTTP_SCHEME_OTHER, (uint32_t)scheme.ptr, scheme.len));
    check_refused("authority", wasi_outgoing_request_set_authority(request, 1, STR("bad authority")));
}
