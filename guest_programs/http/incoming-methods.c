/*---
title: the method of a request is the one that the client sent
spec: wasi:http/types#[method]incoming-request.method
clause: >
  Each of the nine methods that have a case is given as that case, and any other as `other` with the name as it was
  sent. Names of methods are case-sensitive, so `get` is another method than GET. A host may refuse methods that it
  does not know before the guest sees them.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - each: {method: [GET, HEAD, POST, PUT, DELETE, OPTIONS, TRACE, PATCH]}
    method: "{method}"
    expect: {check: "{method}", status: 200, headers: {x-seen: "{method}"}}
  - each: {method: [PROPFIND, SEARCH, M-SEARCH, PURGE, get, Get, gET, GETS, head, "post", CUSTOM, x, "A.B_C", "~tilde!"]}
    method: "{method}"
    expect: {check: "{method}", what: header x-seen, allowed: ["other {method}", no x-seen], preferred: "other {method}"}
report: response
checks: [asked]
---*/
#include "serve.h"

static const char names[] = "GET\0HEAD\0POST\0PUT\0DELETE\0CONNECT\0OPTIONS\0TRACE\0PATCH\0other ";

CASE {
    if (serve_report(request)) return;
    wasi_incoming_request_method_result method;
    wasi_incoming_request_method(request, &method);
    wasi_string seen = text_of_case(names, method.tag);
    if (method.tag == WASI_HTTP_METHOD_OTHER) seen = text_join(seen, method.other);
    wasi_fields fields = wasi_fields_new();
    wasi_fields_append_result added;
    wasi_fields_append(fields, STR("x-seen"), SPAN(seen), &added);
    http_end_body(http_begin_response(response_out, 200, fields));
}
