/*---
title: a method without a case of its own is given by name
spec: wasi:http/types#[method]incoming-request.method
clause: >
  A request with a method that has no case of its own is handed to the guest with the method as `other`, spelled as
  the client sent it.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: PURGE, path: /, expect: {check: status, status: 200}}
report: response
checks: [method, name]
---*/
#include "http.h"

CASE {
    wasi_incoming_request_method_result method;
    wasi_incoming_request_method(request, &method);
    check_eq_enum("method", wasi_http_method, method.tag, WASI_HTTP_METHOD_OTHER);
    wasi_string name = method.tag == WASI_HTTP_METHOD_OTHER ? method.other : text_of("");
    check_eq_text("name", name, "PURGE");
}
