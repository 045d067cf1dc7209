/*---
title: a response is under way while its request still is
spec:
  - wasi:http/incoming-handler#handle
  - wasi:http/types#[static]response-outparam.set
  - wasi:http/types#[method]outgoing-body.write
  - wasi:http/types#[method]incoming-body.stream
clause: >
  The response is sent when it is set, and execution goes on after that: a client that sends the next part of its body
  only when the head of the response, and then each part of the response's body, has come, gets all of them.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - method: POST
    path: /head-first
    steps: [await-head, {chunk: late}, last-chunk]
    patience: 4000
    expect: {check: head-first, status: 200, body: late}
  - method: POST
    path: /by-turns
    steps: [{chunk: one}, {await: one}, {chunk: two}, {await: two}, {chunk: three}, {await: three}, last-chunk]
    patience: 4000
    expect: {check: by-turns, status: 200, body: onetwothree}
  - method: POST
    path: /by-turns
    headers: {content-length: "9"}
    steps: [{send: one}, {await: one}, {send: two}, {await: two}, {send: end}]
    patience: 4000
    expect: {check: by-turns-length, status: 200, body: onetwoend}
  - method: POST
    path: /single-bytes
    steps: [{chunk: a}, {await: a}, {chunk: b}, {await: b}, {chunk: c}, {await: c}, {chunk: d}, {await: d}, last-chunk]
    patience: 4000
    expect: {check: single-bytes, status: 200, body: abcd}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    serve_echo_response(request, response_out);
}
