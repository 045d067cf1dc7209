/*---
title: which fields of the connection a guest sees is the host's choice
spec: wasi:http/types#[method]incoming-request.headers
clause: >
  Host, and the fields that are about the connection and not about the request, may be among those that the guest is
  given or may be kept back; what is given has the value that was sent.
level: may
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - head:
      - GET /fields HTTP/1.1
      - "host: {host}"
      - "connection: x-hop"
      - "x-hop: hop"
      - "keep-alive: timeout=5"
      - "proxy-connection: keep-alive"
      - "te: trailers"
      - "trailer: x-late"
      - "upgrade: unknown/1"
      - "expect: nothing"
      - "proxy-authorization: Basic eDp5"
    expect: {check: all-answered, what: outcome, allowed: [complete, error]}
  - each:
      name:
        connection: close
        keep-alive: timeout=5
        proxy-connection: keep-alive
        te: trailers
        trailer: x-late
        upgrade: unknown/1
        proxy-authorization: Basic eDp5
        via: 1.1 somebody
    headers: {"{name.label}": "{name}"}
    expect: {check: "{name.label}", what: "line {name.label}", allowed: ["[{name}]", none, "0 lines {name.label}"]}
  - {expect: {check: host, what: line has-host, allowed: ["yes", "no"]}}
  - {method: POST, body: text, expect: {check: content-length, what: line content-length, allowed: ["[4]", none], preferred: "[4]"}}
  - method: POST
    body: text
    chunks: 4
    expect: {check: transfer-encoding, what: line transfer-encoding, allowed: ["[chunked]", none]}
report: response
checks: [asked]
---*/
#include "serve.h"

static const char *const names[] = {
    "connection", "keep-alive", "proxy-connection",    "te",             "trailer",
    "upgrade",    "via",        "proxy-authorization", "content-length", "transfer-encoding",
};

CASE {
    if (serve_report(request)) return;
    wasi_fields fields = wasi_incoming_request_headers(request);
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) {
        wasi_string values = http_field_values(fields, names[i]);
        serve_say(names[i], values.len ? values : text_of("none"));
    }
    serve_say("has-host", text_of(wasi_fields_has(fields, STR("host")) ? "yes" : "no"));
    serve_answer(response_out);
}
