/*---
title: a new request is a GET without path, scheme and authority
spec:
  - wasi:http/types#[constructor]outgoing-request
  - wasi:http/types#[method]outgoing-request.method
  - wasi:http/types#[method]outgoing-request.path-with-query
  - wasi:http/types#[method]outgoing-request.scheme
  - wasi:http/types#[method]outgoing-request.authority
clause: >
  The constructor makes a request whose method is GET and whose path with query, scheme and authority are none.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [method, has-path, has-scheme, has-authority]
---*/
#include "http.h"

CASE {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    wasi_outgoing_request_method_result method;
    wasi_outgoing_request_method(request, &method);
    check_eq_enum("method", wasi_http_method, method.tag, WASI_HTTP_METHOD_GET);
    wasi_outgoing_request_path_with_query_result path;
    wasi_outgoing_request_path_with_query(request, &path);
    check_eq_u64("has-path", path.is_some, false);
    wasi_outgoing_request_scheme_result scheme;
    wasi_outgoing_request_scheme(request, &scheme);
    check_eq_u64("has-scheme", scheme.is_some, false);
    wasi_outgoing_request_authority_result authority;
    wasi_outgoing_request_authority(request, &authority);
    check_eq_u64("has-authority", authority.is_some, false);
}
