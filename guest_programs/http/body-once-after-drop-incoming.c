/*---
title: what an incoming response gave once is not given again when it was dropped
spec:
  - wasi:http/types#[method]incoming-response.consume
  - wasi:http/types#[method]incoming-body.stream
clause: >
  The body of an incoming response and the stream of a body can be had at most once, also when what was given has been
  dropped since.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [stream, body]
---*/
#include "args.h"
#include "http.h"

static wasi_string answer(uint32_t is_err) { return text_of(is_err ? "err" : "ok"); }

CASE {
    wasi_incoming_response response = http_get(args_last_number(), "/bytes/5");
    wasi_incoming_response_consume_result body, again;
    wasi_incoming_response_consume(response, &body);
    require("there is a body", !body.is_err);
    wasi_incoming_body_stream_result stream, another;
    wasi_incoming_body_stream(body.ok, &stream);
    require("there is a stream", !stream.is_err);

    wasi_input_stream_drop(stream.ok);
    wasi_incoming_body_stream(body.ok, &another);
    check_eq_text("stream", answer(another.is_err), "err");
    wasi_incoming_body_drop(body.ok);
    wasi_incoming_response_consume(response, &again);
    check_eq_text("body", answer(again.is_err), "err");
}
