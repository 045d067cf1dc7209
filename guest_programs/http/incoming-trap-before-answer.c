/*---
title: a handler that traps costs its own request only
spec: wasi:http/incoming-handler#handle
clause: >
  A call of handle that traps before it has set the response is one that never set it: its client gets an error, or
  loses its connection, and does not wait for ever. The requests of others, before, meanwhile and afterwards, are served.
level: should
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - path: /trap
    patience: 3000
    expect: {check: trapped, what: outcome, allowed: [error, nothing], preferred: error}
  - {path: /fine, expect: {check: next-is-served, status: 200}}
  - method: POST
    path: /trap
    body: {repeat: x, times: 100000}
    patience: 3000
    expect: {check: trapped-with-body, what: outcome, allowed: [error, nothing], preferred: error}
  - method: POST
    path: /slow
    steps: [{chunk: one}, {await: one}, {pause: 100}, {chunk: two}, last-chunk]
    patience: 4000
    expect: {check: meanwhile, status: 200, body: onetwo}
  - path: /trap
    at-once: true
    patience: 3000
    expect: {check: trapped-meanwhile, what: outcome, allowed: [error, nothing], preferred: error}
  - path: /trap
    times: 8
    patience: 3000
    expect: {check: trapped-at-once, what: outcome, allowed: [error, nothing], preferred: error}
  - {path: /fine, expect: {check: afterwards, status: 200}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    if (http_path_is(request, "/trap")) __builtin_trap();
    if (http_path_is(request, "/slow"))
        serve_echo_response(request, response_out);
    else
        serve_answer(response_out);
}
