// HTTP on both sides: fields, bodies, and requests to a peer.
#ifndef HTTP_H
#define HTTP_H

#include "check.h"
#include "io.h"
#include "respond.h"

static inline void http_add(wasi_fields fields, const char *name, const char *value) {
    wasi_fields_append_result added;
    wasi_fields_append(fields, name, text_length(name), value, text_length(value), &added);
    require_ok("appending a field", wasi_http_header_error, added);
}

// The whole body of a request or response that was consumed; gives the body back.
static inline wasi_string http_read_body(wasi_incoming_body body) {
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body, &stream);
    require("the body has a stream", !stream.is_err);
    wasi_string all = io_read_all(stream.ok);
    wasi_input_stream_drop(stream.ok);
    wasi_incoming_body_drop(body);
    return all;
}

static inline wasi_string http_request_body(wasi_incoming_request request) {
    wasi_incoming_request_consume_result body;
    wasi_incoming_request_consume(request, &body);
    require("the request has a body", !body.is_err);
    return http_read_body(body.ok);
}

static inline wasi_string http_response_body(wasi_incoming_response response) {
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(response, &body);
    require("the response has a body", !body.is_err);
    return http_read_body(body.ok);
}

// A request over plain HTTP that is ready to be sent or changed further; takes the fields. The method is GET until set:
//   wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0)
static inline wasi_outgoing_request http_request(wasi_string authority, const char *path, wasi_fields fields) {
    wasi_outgoing_request request = wasi_outgoing_request_new(fields);
    require("the scheme is accepted", !wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTP, 0, 0));
    require("the authority is accepted", !wasi_outgoing_request_set_authority(request, 1, SPAN(authority)));
    require("the path is accepted", !wasi_outgoing_request_set_path_with_query(request, 1, path, text_length(path)));
    return request;
}

// `127.0.0.1:PORT`, for a peer whose port is an argument.
static inline wasi_string http_loopback(uint32_t port) { return text_join(text_of("127.0.0.1:"), text_of_u64(port)); }

// Gives the request to the host; takes it.
static inline wasi_future_incoming_response http_send(wasi_outgoing_request request) {
    wasi_outgoing_handler_handle_result sent;
    wasi_outgoing_handler_handle(request, 0, 0, &sent);
    require_ok("sending the request", wasi_http_error_code, sent);
    return sent.ok;
}

// Waits for what comes back: a response or an error, as the claim decides.
static inline wasi_result_incoming_response_http_error_code http_outcome(wasi_future_incoming_response future) {
    wasi_pollable ready = wasi_future_incoming_response_subscribe(future);
    wasi_pollable_block(ready);
    wasi_pollable_drop(ready);
    wasi_future_incoming_response_get_result got;
    wasi_future_incoming_response_get(future, &got);
    require("the future is ready after its pollable", got.is_some);
    require("the future gives its value", !got.some.is_err);
    return got.some.ok;
}

// Waits for a response; an error breaks the set-up.
static inline wasi_incoming_response http_await(wasi_future_incoming_response future) {
    wasi_result_incoming_response_http_error_code outcome = http_outcome(future);
    require_ok("getting a response", wasi_http_error_code, outcome);
    return outcome.ok;
}

#endif
