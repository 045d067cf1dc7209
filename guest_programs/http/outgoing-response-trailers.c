/*---
title: a body without trailers is finished with none, once it was read
spec:
  - wasi:http/types#[static]incoming-body.finish
  - wasi:http/types#[method]future-trailers.subscribe
  - wasi:http/types#[method]future-trailers.get
clause: >
  After the whole body was read, finish gives a future that becomes ready and succeeds; the server having sent no
  trailers, they are none or an empty set. A second get fails.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks:
  - {name: trailers, allowed: [none, empty]}
  - again
---*/
#include "args.h"
#include "http.h"

static const char *shown(wasi_future_trailers_get_result got) {
    if (!got.is_some) return "not ready";
    if (got.some.is_err) return "already given";
    if (got.some.ok.is_err) return "an error";
    if (!got.some.ok.ok.is_some) return "none";
    return http_entries(got.some.ok.ok.some).len ? "some" : "empty";
}

CASE {
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(http_get(args_last_number(), "/bytes/5"), &body);
    require("the response has a body", !body.is_err);
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body.ok, &stream);
    require("the body has a stream", !stream.is_err);
    io_read_until_end(stream.ok);
    wasi_input_stream_drop(stream.ok);

    wasi_future_trailers future = wasi_incoming_body_finish(body.ok);
    wasi_pollable ready = wasi_future_trailers_subscribe(future);
    wasi_pollable_block(ready);
    wasi_pollable_drop(ready);
    wasi_future_trailers_get_result got;
    wasi_future_trailers_get(future, &got);
    choose("trailers", shown(got));
    wasi_future_trailers_get(future, &got);
    check_eq_text("again", text_of(shown(got)), "already given");
}
