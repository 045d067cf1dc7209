/*---
title: an incoming response and what belongs to it are dropped in any order
spec:
  - wasi:http/types#[resource-drop]incoming-response
  - wasi:http/types#[resource-drop]incoming-body
  - wasi:http/types#[resource-drop]future-incoming-response
  - wasi:http/types#[method]incoming-response.consume
clause: >
  Fields are dropped before their response and a stream before its body, since they are children; otherwise the future,
  the response that it gave, its fields, its body and the stream of that can be dropped in any order, read or not. What is
  left goes on working: the stream gives the next byte, whatever was dropped before.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
table: {name: drop-incoming}
---*/
#include "args.h"
#include "http.h"
#include "rows.h"

static bool body_works(wasi_incoming_body body) {
    wasi_incoming_body_stream_result again;
    wasi_incoming_body_stream(body, &again);
    return again.is_err;
}

static bool stream_works(wasi_input_stream stream, uint32_t expected) {
    wasi_input_stream_blocking_read_result byte;
    wasi_input_stream_blocking_read(stream, 1, &byte);
    return !byte.is_err && byte.ok.len == 1 && byte.ok.ptr[0] == expected;
}

static wasi_string outcome(const struct row *row) {
    static uint32_t port;
    if (!port) port = args_last_number();
    wasi_future_incoming_response future =
        http_send(http_request(http_loopback(port), "/bytes/5", wasi_fields_new()));
    wasi_incoming_response response = http_await(future);
    wasi_fields fields = wasi_incoming_response_headers(response);
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(response, &body);
    require("there is a body", !body.is_err);
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body.ok, &stream);
    require("there is a stream", !stream.is_err);

    for (uint32_t step = 0; step < 2; step++) {
        if (row->stream == step) wasi_input_stream_drop(stream.ok);
        if (row->body == step && row->ending == ENDING_FINISHED)
            wasi_future_trailers_drop(wasi_incoming_body_finish(body.ok));
        if (row->body == step && row->ending == ENDING_DROPPED) wasi_incoming_body_drop(body.ok);
        if (row->fields == step) wasi_fields_drop(fields);
        if (row->response == step) wasi_incoming_response_drop(response);
        if (row->future == step) wasi_future_incoming_response_drop(future);

        if (row->stream > step && !stream_works(stream.ok, step)) return text_of("the stream is broken");
        if (row->body > step && !body_works(body.ok)) return text_of("the body is broken");
        if (row->fields > step && !wasi_fields_has(fields, STR("content-type")))
            return text_of("the fields are broken");
        if (row->response > step && wasi_incoming_response_status(response) != 200)
            return text_of("the response is broken");
    }
    return text_of("ok");
}

CASE { rows_check(outcome); }
