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

static wasi_string wire_nothing(void) { return text_of("nothing in time"); }

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

// Reads the stream to its end, however it ends; true if it ended as a body that is complete.
OUTLINED bool wire_read(wasi_input_stream stream, wasi_string *all, wasi_string *told) {
    for (;;) {
        if (!wire_wait(wasi_input_stream_subscribe(stream))) {
            *told = text_join(wire_nothing(), text_of(" in the body"));
            return false;
        }
        wasi_input_stream_read_result piece;
        wasi_input_stream_read(stream, 65536, &piece);
        if (!piece.is_err) {
            *all = text_join(*all, (wasi_string){(char *)piece.ok.ptr, piece.ok.len});
            continue;
        }
        if (piece.err.tag == WASI_STREAMS_STREAM_ERROR_CLOSED) return true;
        *told = wire_broken(piece.err.last_operation_failed);
        return false;
    }
}

// The status, and all that came of the body; takes the response.
OUTLINED wasi_string wire_whole(wasi_incoming_response response) {
    wasi_string told = text_of_u64(wasi_incoming_response_status(response)), all = {0, 0};
    wasi_fields fields = wasi_incoming_response_headers(response);
    wasi_string field = http_field_values(fields, "x-a");
    wasi_fields_drop(fields);
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(response, &body);
    require("the response has a body", !body.is_err);
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body.ok, &stream);
    require("the body has a stream", !stream.is_err);
    wasi_string failed;
    bool complete = wire_read(stream.ok, &all, &failed);
    wasi_input_stream_drop(stream.ok);
    wasi_incoming_body_drop(body.ok);
    wasi_incoming_response_drop(response);
    if (!complete) return failed;
    if (all.len) told = text_join(told, text_join(text_of(" "), text_shown(SPAN(all))));
    return field.len ? text_join(told, text_join(text_of(" with x-a="), field)) : told;
}

// What becomes of a request that was handed over, whether handle took it or not; takes the future.
OUTLINED wasi_string wire_outcome(const wasi_outgoing_handler_handle_result *sent) {
    if (sent->is_err) return wire_failed(&sent->err, false);
    if (!wire_wait(wasi_future_incoming_response_subscribe(sent->ok))) return wire_nothing();
    wasi_future_incoming_response_get_result got;
    wasi_future_incoming_response_get(sent->ok, &got);
    if (!got.is_some || got.some.is_err) return text_of("ready without a value");
    if (got.some.ok.is_err) return wire_failed(&got.some.ok.err, false);
    wasi_string told = wire_whole(got.some.ok.ok);
    wasi_future_incoming_response_drop(sent->ok);
    return told;
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
