// Requests to peers that may do anything, and what came of each as one short text:
//
//   200 hello                      a response that was received whole: status and body
//   200 hello with x-a=1           likewise, where its field x-a is of interest
//   an error                       no response came; or its code, where the row asks for it
//   an error in the body           a response came, and its body broke off
//   nothing in time                the host let the guest wait, and nothing ended; likewise `nothing in time in the body`
#ifndef WIRE_H
#define WIRE_H

#include "args.h"
#include "http.h"

// How long the guest waits where nothing may come. Who keeps it waiting is waited for less and less.
static uint64_t wire_patience = 2500000000ull;

// Waits for the pollable, which it drops; false if it is not ready in time.
OUTLINED bool wire_wait(wasi_pollable ready) {
    wasi_pollable both[] = {ready, wasi_monotonic_clock_subscribe_duration(wire_patience)};
    wasi_poll_poll_result done;
    wasi_poll_poll(SPAN_OF(both), &done);
    bool is_ready = wasi_pollable_ready(ready);
    if (!is_ready && wasi_pollable_ready(both[1])) {
        wire_patience /= 8;
    } else if (!is_ready) {  // a poll that returns for nothing is another claim's concern
        wasi_pollable_block(ready);
        is_ready = true;
    }
    wasi_pollable_drop(both[1]);
    wasi_pollable_drop(ready);
    return is_ready;
}

// ------------------------------------------------------------------------------------------------ what is told

static bool wire_tells_codes;

// For claims that are not about the end of a body: one that ends in whatever way counts as whole.
static bool wire_takes_any_end;

OUTLINED wasi_string wire_failed(const wasi_http_error_code *code, bool in_body) {
    wasi_string told = text_of("an error");
    if (wire_tells_codes) told = code ? text_of_case(wasi_http_error_code_names, code->tag) : text_of("no code");
    return in_body ? text_join(told, text_of(" in the body")) : told;
}

// What the error of a body's stream is told as; the code is asked for only where a row wants it.
OUTLINED wasi_string wire_broken(wasi_error error) {
    wasi_http_http_error_code_result code = {0};
    if (wire_tells_codes) wasi_http_http_error_code(error, &code);
    wasi_error_drop(error);
    return wire_failed(code.is_some ? &code.some : 0, true);
}

static inline wasi_string wire_then(wasi_string text, const char *between, wasi_string more) {
    return text_join(text, text_join(text_of(between), more));
}

// A request that was handed over, on its way to what will be told of it. Begins as {.sent = what handle gave}.
struct wire_call {
    wasi_outgoing_handler_handle_result sent;
    wasi_incoming_response response;
    wasi_incoming_body body;
    wasi_input_stream stream;
    wasi_string field, all, told;
};

static inline void wire_begin_body(struct wire_call *call, wasi_incoming_response response) {
    call->response = response;
    wasi_fields fields = wasi_incoming_response_headers(response);
    call->field = http_field_values(fields, "x-a");
    wasi_fields_drop(fields);
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(response, &body);
    require("the response has a body", !body.is_err);
    call->body = body.ok;
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body.ok, &stream);
    require("the body has a stream", !stream.is_err);
    call->stream = stream.ok;
}

static inline void wire_end_body(struct wire_call *call) {
    call->told = text_of_u64(wasi_incoming_response_status(call->response));
    if (call->all.len) call->told = wire_then(call->told, " ", text_shown(SPAN(call->all)));
    if (call->field.len) call->told = wire_then(call->told, " with x-a=", call->field);
}

// Goes on as far as it goes without waiting, and gives what to wait for; 0 when all has been told.
OUTLINED wasi_pollable wire_step(struct wire_call *call) {
    if (call->sent.is_err) {
        call->told = wire_failed(&call->sent.err, false);
        return 0;
    }
    if (!call->stream) {
        wasi_future_incoming_response_get_result got;
        wasi_future_incoming_response_get(call->sent.ok, &got);
        if (!got.is_some) return wasi_future_incoming_response_subscribe(call->sent.ok);
        wasi_future_incoming_response_drop(call->sent.ok);
        require("the future gives its value", !got.some.is_err);
        if (got.some.ok.is_err) {
            call->told = wire_failed(&got.some.ok.err, false);
            return 0;
        }
        wire_begin_body(call, got.some.ok.ok);
    }
    wasi_input_stream_read_result piece;
    do {
        wasi_input_stream_read(call->stream, 65536, &piece);
        if (piece.is_err) break;
        call->all = text_join(call->all, (wasi_string){(char *)piece.ok.ptr, piece.ok.len});
    } while (piece.ok.len);
    if (!piece.is_err) return wasi_input_stream_subscribe(call->stream);
    if (wire_takes_any_end || piece.err.tag == WASI_STREAMS_STREAM_ERROR_CLOSED)
        wire_end_body(call);
    else
        call->told = wire_broken(piece.err.last_operation_failed);
    wasi_input_stream_drop(call->stream);
    wasi_incoming_body_drop(call->body);
    wasi_incoming_response_drop(call->response);
    return 0;
}

// What becomes of a request that was handed over, whether handle took it or not; takes the future.
OUTLINED wasi_string wire_outcome(const wasi_outgoing_handler_handle_result *sent) {
    struct wire_call call = {.sent = *sent};
    for (wasi_pollable ready; (ready = wire_step(&call));)
        if (!wire_wait(ready)) return text_of(call.stream ? "nothing in time in the body" : "nothing in time");
    return call.told;
}

// ------------------------------------------------------------------------------------------------ requests

// A GET of `/LABEL` from the peer whose port is the last argument.
static inline wasi_outgoing_request wire_get(wasi_string label) {
    static uint32_t port;
    if (!port) port = args_last_number();
    wasi_outgoing_request request = http_request(http_loopback(port), "/", wasi_fields_new());
    wasi_string path = text_join(text_of("/"), label);
    require("the path is accepted", !wasi_outgoing_request_set_path_with_query(request, 1, SPAN(path)));
    return request;
}

static inline wasi_string wire_answer_to(wasi_outgoing_request request) {
    wasi_outgoing_handler_handle_result sent;
    wasi_outgoing_handler_handle(request, 0, 0, &sent);
    return wire_outcome(&sent);
}

#endif
