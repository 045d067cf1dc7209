/*---
title: path, scheme and authority of a request can be set to none
spec:
  - wasi:http/types#[method]outgoing-request.set-path-with-query
  - wasi:http/types#[method]outgoing-request.set-scheme
  - wasi:http/types#[method]outgoing-request.set-authority
clause: >
  None is a value for the path with query, the scheme and the authority: each can be set to it, on a new request and on
  one where something else was set, and is none then.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [new-path, new-scheme, new-authority, path, scheme, authority]
---*/
#include "http.h"

static wasi_outgoing_request request;

static wasi_string told(uint32_t is_err, bool is_some) {
    return text_of(is_err ? "refused" : is_some ? "something" : "none");
}

static wasi_string no_path(void) {
    uint32_t is_err = wasi_outgoing_request_set_path_with_query(request, 0, 0, 0);
    wasi_outgoing_request_path_with_query_result got;
    wasi_outgoing_request_path_with_query(request, &got);
    return told(is_err, got.is_some);
}

static wasi_string no_scheme(void) {
    uint32_t is_err = wasi_outgoing_request_set_scheme(request, 0, 0, 0, 0);
    wasi_outgoing_request_scheme_result got;
    wasi_outgoing_request_scheme(request, &got);
    return told(is_err, got.is_some);
}

static wasi_string no_authority(void) {
    uint32_t is_err = wasi_outgoing_request_set_authority(request, 0, 0, 0);
    wasi_outgoing_request_authority_result got;
    wasi_outgoing_request_authority(request, &got);
    return told(is_err, got.is_some);
}

CASE {
    request = wasi_outgoing_request_new(wasi_fields_new());
    check_eq_text("new-path", no_path(), "none");
    check_eq_text("new-scheme", no_scheme(), "none");
    check_eq_text("new-authority", no_authority(), "none");
    request = http_request(text_of("localhost"), "/a?b", wasi_fields_new());
    check_eq_text("path", no_path(), "none");
    check_eq_text("scheme", no_scheme(), "none");
    check_eq_text("authority", no_authority(), "none");
}
