/*---
title: what the guest does not read, the host does not take without end
spec: wasi:http/types#[method]incoming-body.stream
clause: >
  As long as the guest does not read a body, the network's back-pressure applies: the host must not go on to take what
  the client sends. A client that would send 48 megabytes gets rid of no more than a third of them, which leaves much
  room for the buffers of host and system.
level: should
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - method: POST
    path: /unread
    headers: {content-length: "50331648"}
    steps: [{push: {repeat: "0123456789abcdef", times: 3145728}}]
    patience: 5000
    expect: {check: taken, pushed-at-most: 16777216}
  - {path: /fine, expect: {check: next-is-served, status: 200}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    if (http_path_is(request, "/unread")) {
        wasi_input_stream stream = serve_stream(serve_body(request));
        wasi_input_stream_blocking_read_result some;
        wasi_input_stream_blocking_read(stream, 1, &some);
        // Where the case is seen to fail, the client asks for all of it to be read.
        if (wasi_fields_has(wasi_incoming_request_headers(request), STR("x-read"))) serve_read_all(stream);
        wasi_pollable_block(wasi_monotonic_clock_subscribe_duration(200000000));
    }
    serve_answer(response_out);
}
