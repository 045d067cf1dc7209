// Answering a request. It stands apart from http.h because the report itself may be the body of a response.
#ifndef RESPOND_H
#define RESPOND_H

#include "base.h"

// Hands a response over before its body is written, as a handler that streams has to.
static inline wasi_outgoing_body http_begin_response(wasi_response_outparam out, uint32_t status, wasi_fields fields) {
    wasi_outgoing_response response = wasi_outgoing_response_new(fields);
    if (wasi_outgoing_response_set_status_code(response, status)) __builtin_trap();
    wasi_outgoing_response_body_result body;
    wasi_outgoing_response_body(response, &body);
    if (body.is_err) __builtin_trap();
    wasi_response_outparam_set(out, 0, response, 0, 0, 0, 0, 0, 0);
    return body.ok;
}

static inline void http_write_body(wasi_outgoing_body body, const void *bytes, uint32_t length) {
    wasi_outgoing_body_write_result stream;
    wasi_outgoing_body_write(body, &stream);
    if (stream.is_err) __builtin_trap();
    for (const char *next = bytes; length;) {
        uint32_t size = length < 4096 ? length : 4096;
        wasi_output_stream_blocking_write_and_flush_result written;
        wasi_output_stream_blocking_write_and_flush(stream.ok, next, size, &written);
        if (written.is_err) __builtin_trap();
        next += size;
        length -= size;
    }
    wasi_output_stream_drop(stream.ok);
}

static inline void http_end_body(wasi_outgoing_body body) {
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body, 0, 0, &finished);
    if (finished.is_err) __builtin_trap();
}

// A whole response; takes the outparam and the fields.
static inline void http_respond(
    wasi_response_outparam out, uint32_t status, wasi_fields fields, const void *bytes, uint32_t length
) {
    wasi_outgoing_body body = http_begin_response(out, status, fields);
    http_write_body(body, bytes, length);
    http_end_body(body);
}

#endif
