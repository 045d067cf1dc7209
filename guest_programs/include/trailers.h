// The trailers of a response: how a body comes to its end, and what the future tells.
#ifndef TRAILERS_H
#define TRAILERS_H

#include "http.h"

// Reads the body of a response to its end and finishes it.
static inline wasi_future_trailers trailers_after_body(wasi_incoming_response response) {
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(response, &body);
    require("the response has a body", !body.is_err);
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body.ok, &stream);
    require("the body has a stream", !stream.is_err);
    io_read_until_end(stream.ok);
    wasi_input_stream_drop(stream.ok);
    return wasi_incoming_body_finish(body.ok);
}

static inline wasi_future_trailers_get_result trailers_get(wasi_future_trailers future) {
    wasi_future_trailers_get_result got;
    wasi_future_trailers_get(future, &got);
    return got;
}

// Waits for them, and tells them.
static inline wasi_future_trailers_get_result trailers_await(wasi_future_trailers future) {
    wasi_pollable ready = wasi_future_trailers_subscribe(future);
    wasi_pollable_block(ready);
    wasi_pollable_drop(ready);
    return trailers_get(future);
}

// `not ready`, `already given`, the code of an error, `no trailers`, or the entries.
static inline wasi_string trailers_shown(wasi_future_trailers_get_result got) {
    if (!got.is_some) return text_of("not ready");
    if (got.some.is_err) return text_of("already given");
    if (got.some.ok.is_err) return text_of_case(wasi_http_error_code_names, got.some.ok.err.tag);
    if (!got.some.ok.ok.is_some) return text_of("no trailers");
    return http_entries(got.some.ok.ok.some);
}

#endif
