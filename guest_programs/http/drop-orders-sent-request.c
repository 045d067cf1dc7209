/*---
title: what is left of a request that was sent is dropped in any order
spec:
  - wasi:http/types#[resource-drop]future-incoming-response
  - wasi:http/types#[resource-drop]outgoing-body
  - wasi:http/outgoing-handler#handle
clause: >
  The future of the response, the body of the request and the stream of that can be dropped in any order while the
  request is under way, but for the stream, which goes before its body. What is left goes on working, and so do later
  requests.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [afterwards]
table: {name: drop-sent}
---*/
#include "args.h"
#include "http.h"
#include "rows.h"

static uint32_t port;

static bool body_works(wasi_outgoing_body body) {
    wasi_outgoing_body_write_result again;
    wasi_outgoing_body_write(body, &again);
    return again.is_err;
}

static wasi_string outcome(const struct row *row) {
    wasi_outgoing_request request = http_request(http_loopback(port), "/echo", wasi_fields_new());
    require("POST is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("there is a body", !body.is_err);
    wasi_future_incoming_response future = http_send(request);
    wasi_outgoing_body_write_result stream;
    wasi_outgoing_body_write(body.ok, &stream);
    require("there is a stream", !stream.is_err);

    for (uint32_t step = 0; step < 2; step++) {
        if (row->stream == step) wasi_output_stream_drop(stream.ok);
        wasi_outgoing_body_finish_result finished;
        if (row->body == step && row->ending == ENDING_FINISHED) wasi_outgoing_body_finish(body.ok, 0, 0, &finished);
        if (row->body == step && row->ending == ENDING_DROPPED) wasi_outgoing_body_drop(body.ok);
        if (row->future == step) wasi_future_incoming_response_drop(future);

        wasi_output_stream_check_write_result permit;
        if (row->stream > step) wasi_output_stream_check_write(stream.ok, &permit);
        if (row->body > step && !body_works(body.ok)) return text_of("the body is broken");
        wasi_future_incoming_response_get_result got;
        if (row->future > step && row->body > step) {
            wasi_future_incoming_response_get(future, &got);
            if (got.is_some && got.some.is_err) return text_of("the future is broken");
        }
    }
    return text_of("ok");
}

CASE {
    port = args_last_number();
    rows_check(outcome);
    check_eq_u64("afterwards", wasi_incoming_response_status(http_get(port, "/bytes/5")), 200);
}
