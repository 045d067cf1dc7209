/*---
title: a request for an absolute URI is a request for its path and authority
spec:
  - wasi:http/types#[method]incoming-request.path-with-query
  - wasi:http/types#[method]incoming-request.authority
clause: >
  A server has to accept a request line with an absolute URI. The guest is given the path and the query of that URI
  alone, and its authority, whatever the field Host says (RFC 9112, 3.2.2).
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - head: ["GET http://{host}/abs?q=1 HTTP/1.1", "host: {host}"]
    expect: {check: path, what: line path, allowed: ["/abs?q=1"]}
  - head: ["GET http://asked.test:81/ HTTP/1.1", "host: other.test"]
    expect:
      - {check: root, what: line path, allowed: [/]}
      - {check: authority, what: line authority, allowed: ["asked.test:81", none], preferred: "asked.test:81"}
  - head: ["GET http://asked.test:81?q HTTP/1.1", "host: asked.test:81"]
    expect: {check: no-path, what: line path, allowed: ["/?q", "?q", 0 lines path], preferred: "/?q"}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    serve_say("path", serve_path(request));
    wasi_incoming_request_authority_result authority;
    wasi_incoming_request_authority(request, &authority);
    serve_say("authority", authority.is_some ? authority.some : text_of("none"));
    serve_answer(response_out);
}
