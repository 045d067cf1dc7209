/*---
title: a response is had once, and so are its body and the body's stream
spec:
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]incoming-response.consume
  - wasi:http/types#[method]incoming-body.stream
clause: >
  The future gives its value at most once and an error afterwards; consume and stream likewise succeed once and fail
  when they are called again.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [get-again, consume, consume-again, stream, stream-again]
---*/
#include "args.h"
#include "http.h"

static wasi_string answer(uint32_t is_err) { return text_of(is_err ? "err" : "ok"); }

CASE {
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/bytes/5", wasi_fields_new());
    wasi_future_incoming_response future = http_send(request);
    wasi_incoming_response response = http_await(future);
    wasi_future_incoming_response_get_result again;
    wasi_future_incoming_response_get(future, &again);
    check_eq_text("get-again", again.is_some ? answer(again.some.is_err) : text_of("none"), "err");

    wasi_incoming_response_consume_result body, second;
    wasi_incoming_response_consume(response, &body);
    wasi_incoming_response_consume(response, &second);
    check_eq_text("consume", answer(body.is_err), "ok");
    check_eq_text("consume-again", answer(second.is_err), "err");

    wasi_incoming_body_stream_result stream, another;
    wasi_incoming_body_stream(body.ok, &stream);
    wasi_incoming_body_stream(body.ok, &another);
    check_eq_text("stream", answer(stream.is_err), "ok");
    check_eq_text("stream-again", answer(another.is_err), "err");
}
