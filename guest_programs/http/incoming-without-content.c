/*---
title: where HTTP allows no content, none is sent, whatever the handler writes
spec:
  - wasi:http/types#[method]outgoing-body.write
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  The response to HEAD, and one with the status 204 or 304, ends after its head (RFC 9112, 6.3): bytes that the guest
  writes to its body must not follow, or the client takes them for the next response. One with 204 has no field about
  the length of a body. The fields of a response to HEAD are those that GET would have.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - path: /write/204
    headers: {connection: close}
    steps: [await-close]
    patience: 3000
    expect: {check: 204-written, status: 204, body: "", headers: {transfer-encoding: null}}
  - path: /write/304  # may say how the body would be coded (RFC 9112, 6.1)
    headers: {connection: close}
    steps: [await-close]
    patience: 3000
    expect: {check: 304-written, status: 304, body: ""}
  - each: {status: ["204", "304"]}
    path: "/empty/{status}"
    headers: {connection: close}
    steps: [await-close]
    patience: 3000
    expect:
      - {check: "{status}-empty", status: "{status}", body: "", headers: {x-field: kept}}
  - path: /empty/204
    expect: {check: 204-lengths, status: 204, headers: {content-length: null, transfer-encoding: null}}
  - method: HEAD
    path: /write/200
    headers: {connection: close}
    steps: [await-close]
    patience: 3000
    expect: {check: head-written, status: 200, body: "", headers: {x-field: kept}}
  - method: HEAD
    path: /empty/200
    headers: {connection: close}
    steps: [await-close]
    patience: 3000
    expect: {check: head-empty, status: 200, body: "", headers: {x-field: kept}}
  - method: HEAD
    path: /length/200
    headers: {connection: close}
    steps: [await-close]
    patience: 3000
    expect:
      - {check: head-length, status: 200, body: ""}
      - {check: head-length-told, what: header content-length, allowed: ["4", no content-length], preferred: "4"}
  - {connection: one, method: HEAD, path: /write/200, expect: {check: head-kept-alive, status: 200, body: ""}}
  - {connection: one, path: /write/200, expect: {check: after-head, what: body, allowed: [text, ""], preferred: text}}
  - {connection: two, path: /write/204, expect: {check: 204-kept-alive, status: 204, body: ""}}
  - {connection: two, path: /write/200, expect: {check: after-204, what: body, allowed: [text, ""], preferred: text}}
  - {connection: three, path: /write/304, expect: {check: 304-kept-alive, status: 304, body: ""}}
  - {connection: three, path: /write/200, expect: {check: after-304, what: body, allowed: [text, ""], preferred: text}}
  - {path: /write/200, expect: {check: get, status: 200, body: text, headers: {x-field: kept}}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-field", "kept");
    wasi_string path = serve_path(request);
    if (path.ptr[1] == 'l') http_add(fields, "content-length", "4");
    wasi_outgoing_body body = http_begin_response(response_out, serve_number(request), fields);
    if (path.ptr[1] != 'e') {
        wasi_output_stream stream = serve_output(body);
        serve_write(stream, STR("text"));  // may be refused: what counts is what the client sees
        wasi_output_stream_drop(stream);
    }
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body, 0, 0, &finished);
}
