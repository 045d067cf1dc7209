/*---
title: scheme and authority of a request are those of the URI that the client asked for
spec:
  - wasi:http/types#[method]incoming-request.authority
  - wasi:http/types#[method]incoming-request.scheme
clause: >
  The authority is that of the URI that the request is for, which the client has put into the field Host, and the scheme
  is HTTP where no TLS is spoken. Both may be absent, and are never something else.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - path: /scheme
    expect: {check: scheme, what: line scheme, allowed: [HTTP, none], preferred: HTTP}
  - path: /authority
    expect: {check: own, what: line served-here, allowed: ["yes", "none"], preferred: "yes"}
  - each: {authority: [example.test, "example.test:8080", "127.0.0.1:81", "[::1]:8080", a-b.c-d.example.test]}
    headers: {host: "{authority}"}
    expect: {check: "{authority}", what: line authority, allowed: ["{authority}", none], preferred: "{authority}"}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_incoming_request_scheme_result scheme;
    wasi_incoming_request_scheme(request, &scheme);
    serve_say("scheme", scheme.is_some ? text_of_case(wasi_http_scheme_names, scheme.some.tag) : text_of("none"));
    wasi_incoming_request_authority_result authority;
    wasi_incoming_request_authority(request, &authority);
    serve_say("authority", authority.is_some ? authority.some : text_of("none"));
    // Where the guest is served differs from run to run: a port of loopback.
    bool here = authority.is_some && authority.some.len > 10 && memcmp(authority.some.ptr, "127.0.0.1:", 10) == 0;
    serve_say("served-here", text_of(!authority.is_some ? "none" : here ? "yes" : "no"));
    serve_answer(response_out);
}
