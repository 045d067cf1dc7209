/*---
title: an outgoing response and what belongs to it are dropped in any order
spec:
  - wasi:http/types#[resource-drop]outgoing-response
  - wasi:http/types#[resource-drop]outgoing-body
  - wasi:http/types#[method]outgoing-response.body
clause: >
  Fields are dropped before their response and a stream before its body, since they are children; otherwise an outgoing
  response, its fields, its body and the stream of that can be dropped in any order, sent or not. What is left goes on
  working.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: drop-outgoing, select: {kind: response}}
---*/
#include "http.h"
#include "rows.h"

static bool message_works(wasi_outgoing_response message) {
    return wasi_outgoing_response_status_code(message) == 404;
}

static bool body_works(wasi_outgoing_body body) {
    wasi_outgoing_body_write_result again;
    wasi_outgoing_body_write(body, &again);
    return again.is_err;
}

static bool stream_works(wasi_output_stream stream) {
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(stream, &permit);
    return permit.is_err <= 1;
}

static wasi_string outcome(const struct row *row) {
    wasi_fields made = wasi_fields_new();
    http_add(made, "x-a", "1");
    wasi_outgoing_response message = wasi_outgoing_response_new(made);
    require("the status is set", !wasi_outgoing_response_set_status_code(message, 404));
    wasi_fields fields = wasi_outgoing_response_headers(message);
    wasi_outgoing_response_body_result body;
    wasi_outgoing_response_body(message, &body);
    require("there is a body", !body.is_err);
    wasi_outgoing_body_write_result stream;
    wasi_outgoing_body_write(body.ok, &stream);
    require("there is a stream", !stream.is_err);

    for (uint32_t step = 0; step < 3; step++) {
        if (row->stream == step) wasi_output_stream_drop(stream.ok);
        wasi_outgoing_body_finish_result finished;
        if (row->body == step && row->ending == ENDING_FINISHED) wasi_outgoing_body_finish(body.ok, 0, 0, &finished);
        if (row->body == step && row->ending == ENDING_DROPPED) wasi_outgoing_body_drop(body.ok);
        if (row->fields == step) wasi_fields_drop(fields);
        if (row->message == step) wasi_outgoing_response_drop(message);

        if (row->stream > step && !stream_works(stream.ok)) return text_of("the stream is broken");
        if (row->body > step && !body_works(body.ok)) return text_of("the body is broken");
        if (row->fields > step && !wasi_fields_has(fields, STR("x-a"))) return text_of("the fields are broken");
        if (row->message > step && !message_works(message)) return text_of("the response is broken");
    }
    return text_of("ok");
}

CASE { rows_check(outcome); }
