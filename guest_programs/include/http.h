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

// The value of a field that is there once, for checks; what is wrong otherwise.
static inline wasi_string http_field(wasi_fields fields, const char *name) {
    wasi_fields_get_result values;
    wasi_fields_get(fields, name, text_length(name), &values);
    if (values.len == 1) return (wasi_string){(char *)values.ptr[0].ptr, values.ptr[0].len};
    return text_join(text_of_u64(values.len), text_of(" values"));
}

// All values of a field in their order, each in brackets: `[first][second]`.
static inline wasi_string http_field_values(wasi_fields fields, const char *name) {
    wasi_fields_get_result values;
    wasi_fields_get(fields, name, text_length(name), &values);
    wasi_string all = text_of("");
    for (uint32_t i = 0; i < values.len; i++) {
        wasi_string value = {(char *)values.ptr[i].ptr, values.ptr[i].len};
        all = text_join(all, text_join(text_of("["), text_join(value, text_of("]"))));
    }
    return all;
}

// All names and values as entries gives them: `name=value;other=value;`.
static inline wasi_string http_entries(wasi_fields fields) {
    wasi_fields_entries_result entries;
    wasi_fields_entries(fields, &entries);
    wasi_string all = text_of("");
    for (uint32_t i = 0; i < entries.len; i++) {
        wasi_string value = {(char *)entries.ptr[i].f1.ptr, entries.ptr[i].f1.len};
        all = text_join(all, text_join(entries.ptr[i].f0, text_join(text_of("="), text_join(value, text_of(";")))));
    }
    return all;
}

static inline bool http_contains(wasi_string text, const char *part) {
    uint32_t length = text_length(part);
    for (uint32_t i = 0; i + length <= text.len; i++)
        if (memcmp(text.ptr + i, part, length) == 0) return true;
    return false;
}

// Checks that a text has a part somewhere.
static inline void check_contains(const char *name, wasi_string text, const char *part) {
    report_check(name, http_contains(text, part), text_shown(text.ptr, text.len), text_of(part));
}

static inline bool http_path_is(wasi_incoming_request request, const char *path) {
    wasi_incoming_request_path_with_query_result got;
    wasi_incoming_request_path_with_query(request, &got);
    return got.is_some && same_bytes(SPAN(got.some), path, text_length(path));
}

// The body of a request or response that was consumed, until it ends in whatever way; gives the body back.
static inline wasi_string http_read_body(wasi_incoming_body body) {
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body, &stream);
    require("the body has a stream", !stream.is_err);
    wasi_string all = io_read_until_end(stream.ok);
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

// The response to a GET of that path, without fields of our own, from the peer at that port.
static inline wasi_incoming_response http_get(uint32_t port, const char *path) {
    return http_await(http_send(http_request(http_loopback(port), path, wasi_fields_new())));
}

// Sends the request with a body, which is written after the request was handed over, as it has to be when it is long.
static inline wasi_incoming_response http_send_with_body(
    wasi_outgoing_request request, const void *bytes, uint32_t length
) {
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    wasi_future_incoming_response future = http_send(request);
    http_write_body(body.ok, bytes, length);
    http_end_body(body.ok);
    return http_await(future);
}

#endif
