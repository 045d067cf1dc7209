/*---
title: a handler can send a long body back while it reads it
spec:
  - wasi:http/types#[method]incoming-body.stream
  - wasi:http/types#[method]outgoing-body.write
clause: >
  Reading the request and writing the response may go on at the same time: a handler that writes every piece of the
  body as soon as it has read it gives the client back all of what it sent.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /report}
  - method: POST
    path: /echo
    body: {repeat: "the quick brown fox ", times: 20000}
    expect: {check: body, status: 200, body: {repeat: "the quick brown fox ", times: 20000}}
report: response
checks: [asked]
---*/
#include "http.h"

CASE {
    if (http_path_is(request, "/report")) {
        check_ok("asked", true);
        return;
    }
    no_report();
    wasi_incoming_request_consume_result incoming;
    wasi_incoming_request_consume(request, &incoming);
    require("the request has a body", !incoming.is_err);
    wasi_incoming_body_stream_result from;
    wasi_incoming_body_stream(incoming.ok, &from);
    require("the body has a stream", !from.is_err);
    wasi_outgoing_body body = http_begin_response(response_out, 200, wasi_fields_new());
    wasi_outgoing_body_write_result to;
    wasi_outgoing_body_write(body, &to);
    require("the response's body has a stream", !to.is_err);

    wasi_input_stream_blocking_read_result piece;
    for (;;) {
        wasi_input_stream_blocking_read(from.ok, 4096, &piece);
        if (piece.is_err) break;
        io_write_all(to.ok, SPAN(piece.ok));
    }
    wasi_output_stream_drop(to.ok);
    http_end_body(body);
}
