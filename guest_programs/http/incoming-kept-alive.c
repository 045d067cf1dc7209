/*---
title: a connection serves further requests unless its end is announced
spec: wasi:http/incoming-handler#handle
clause: >
  After a response the connection may be used again, unless the response has announced its end. A request on it is a
  call of handle like any other; a host may take the same instance for it or a fresh one. A client that asks for the end
  of the connection gets its response and then the end.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - {connection: one, path: /first, expect: {check: first, status: 200, lines: ["path: /first"]}}
  - connection: one
    path: /second
    expect:
      - {check: second, what: outcome, allowed: [complete, closed], preferred: complete}
      - {check: second-path, what: line path, allowed: [/second, 0 lines path], preferred: /second}
      - {check: instance, what: line instance, allowed: [fresh, used before, 0 lines instance]}
  - connection: one
    path: /third
    expect: {check: third, what: outcome, allowed: [complete, closed], preferred: complete}
  - headers: {connection: close}
    path: /last
    steps: [await-close]
    patience: 3000
    expect:
      - {check: last, status: 200, lines: ["path: /last"]}
      - {check: ended, what: closed, allowed: ["yes"]}
      - {check: announced, what: header connection, allowed: [close, no connection], preferred: close}
report: response
checks: [asked]
---*/
#include "serve.h"

static bool used;

CASE {
    if (serve_report(request)) return;
    serve_say("path", serve_path(request));
    serve_say("instance", text_of(used ? "used before" : "fresh"));
    used = true;
    serve_answer(response_out);
}
