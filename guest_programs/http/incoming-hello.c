/*---
title: a handler sees the request that was sent and its response arrives
spec:
  - wasi:http/incoming-handler#handle
  - wasi:http/types#[method]incoming-request.method
  - wasi:http/types#[method]incoming-request.path-with-query
  - wasi:http/types#[static]response-outparam.set
clause: >
  The exported handler is called with the request; method, path and query are those on the wire, and the response that
  it sets is the one that the client receives.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: "/hello?name=you", expect: {check: status, status: 200}}
report: response
checks: [method, path-given, path]
---*/
#include "check.h"

CASE {
    wasi_incoming_request_method_result method;
    wasi_incoming_request_method(request, &method);
    check_eq_enum("method", wasi_http_method, method.tag, WASI_HTTP_METHOD_GET);

    wasi_incoming_request_path_with_query_result path;
    wasi_incoming_request_path_with_query(request, &path);
    check_ok("path-given", path.is_some);
    check_eq_text("path", path.some, "/hello?name=you");
}
