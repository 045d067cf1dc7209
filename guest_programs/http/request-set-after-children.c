/*---
title: a request can be changed after its fields and its body were asked for
spec:
  - wasi:http/types#[method]outgoing-request.headers
  - wasi:http/types#[method]outgoing-request.body
  - wasi:http/types#[method]outgoing-request.set-method
clause: >
  Asking for the fields and for the body of a request does not fix its other parts: method, path, scheme and authority can
  be set until the request is sent, and are what was set last.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [method, path, scheme, authority]
---*/
#include "http.h"

CASE {
    wasi_outgoing_request request = http_request(text_of("localhost"), "/first", wasi_fields_new());
    wasi_outgoing_request_headers(request);
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("there is a body", !body.is_err);

    wasi_outgoing_request_method_result method;
    wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_PUT, 0, 0);
    wasi_outgoing_request_method(request, &method);
    check_eq_enum("method", wasi_http_method, method.tag, WASI_HTTP_METHOD_PUT);
    wasi_outgoing_request_path_with_query_result path;
    wasi_outgoing_request_set_path_with_query(request, 1, STR("/second?third"));
    wasi_outgoing_request_path_with_query(request, &path);
    check_eq_text("path", path.some, "/second?third");
    wasi_outgoing_request_scheme_result scheme;
    wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTPS, 0, 0);
    wasi_outgoing_request_scheme(request, &scheme);
    check_eq_enum("scheme", wasi_http_scheme, scheme.some.tag, WASI_HTTP_SCHEME_HTTPS);
    wasi_outgoing_request_authority_result authority;
    wasi_outgoing_request_set_authority(request, 1, STR("127.0.0.1:8080"));
    wasi_outgoing_request_authority(request, &authority);
    check_eq_text("authority", authority.some, "127.0.0.1:8080");
}
