// Serving: guests that answer many requests themselves, and whose claims the client checks.
//
//   CASE {
//       if (serve_report(request)) return;         // the first request asks for the report
//       serve_say("path", serve_path(request));    // a line `path: /a` of the answer
//       serve_answer(response_out);
//   }
#ifndef SERVE_H
#define SERVE_H

#include "http.h"

static wasi_string serve_said;

// Whether this request is the one that the report answers; it then says that the guest was asked.
static inline bool serve_report(wasi_incoming_request request) {
    serve_said.len = 0;  // an instance may have answered other requests before
    if (http_path_is(request, "/report")) {
        check_ok("asked", true);
        return true;
    }
    no_report();
    return false;
}

OUTLINED void serve_add(wasi_string text) { serve_said = text_join(serve_said, text); }

// Bytes on one line: what is not printable ASCII appears as \xNN, and so does the backslash.
OUTLINED wasi_string serve_visible(wasi_string bytes) {
    wasi_string text = {allocate(bytes.len * 4, 1), 0};
    for (uint32_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.ptr[i];
        if (byte >= 0x20 && byte <= 0x7e && byte != '\\') {
            text.ptr[text.len++] = (char)byte;
            continue;
        }
        memcpy(text.ptr + text.len, (char[]){'\\', 'x', "0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]}, 4);
        text.len += 4;
    }
    return text;
}

// A line `name: value` of the answer.
static inline void serve_say(const char *name, wasi_string value) {
    serve_add(text_of(name));
    serve_add(text_of(": "));
    serve_add(serve_visible(value));
    serve_add(text_of("\n"));
}

static inline void serve_answer(wasi_response_outparam out) {
    http_respond(out, 200, wasi_fields_new(), SPAN(serve_said));
}

static inline wasi_string serve_path(wasi_incoming_request request) {
    wasi_incoming_request_path_with_query_result path;
    wasi_incoming_request_path_with_query(request, &path);
    return path.is_some ? path.some : text_of("none");
}

// The decimal number at the end of the path: 204 of /status/204.
static inline uint32_t serve_number(wasi_incoming_request request) {
    wasi_string path = serve_path(request);
    uint32_t value = 0, scale = 1;
    for (uint32_t i = path.len; i-- && path.ptr[i] >= '0' && path.ptr[i] <= '9'; scale *= 10)
        value += scale * (uint32_t)(path.ptr[i] - '0');
    return value;
}

static inline wasi_incoming_body serve_body(wasi_incoming_request request) {
    wasi_incoming_request_consume_result body;
    wasi_incoming_request_consume(request, &body);
    if (body.is_err) __builtin_trap();
    return body.ok;
}

static inline wasi_input_stream serve_stream(wasi_incoming_body body) {
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body, &stream);
    if (stream.is_err) __builtin_trap();
    return stream.ok;
}

static inline wasi_output_stream serve_output(wasi_outgoing_body body) {
    wasi_outgoing_body_write_result stream;
    wasi_outgoing_body_write(body, &stream);
    if (stream.is_err) __builtin_trap();
    return stream.ok;
}

// Writes and waits until it is on its way; whether that worked.
static inline bool serve_write(wasi_output_stream stream, const void *bytes, uint32_t length) {
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(stream, bytes, length, &written);
    return !written.is_err;
}

// Waits until the stream takes something, and asks how many bytes. A stream may be ready in vain: it is then asked again.
static inline uint64_t serve_permit(wasi_output_stream stream) {
    for (;;) {
        wasi_pollable ready = wasi_output_stream_subscribe(stream);
        wasi_pollable_block(ready);
        wasi_pollable_drop(ready);
        wasi_output_stream_check_write_result permit;
        wasi_output_stream_check_write(stream, &permit);
        if (permit.is_err) __builtin_trap();
        if (permit.ok) return permit.ok;
    }
}

// What a body was: how long, with which sum over its bytes, and how it ended.
struct serve_read {
    uint64_t length;
    uint32_t sum;  // FNV-1a
    bool clean;    // `closed` at its end, and no failed operation
};

// Reads a stream to its end, in memory that is given back after each piece.
static inline struct serve_read serve_read_all(wasi_input_stream stream) {
    struct serve_read all = {0, 2166136261u, false};
    uintptr_t before = alloc_next;
    for (;;) {
        wasi_input_stream_blocking_read_result piece;
        alloc_next = before;
        wasi_input_stream_blocking_read(stream, 65536, &piece);
        if (piece.is_err) {
            all.clean = piece.err.tag == WASI_STREAMS_STREAM_ERROR_CLOSED;
            return all;
        }
        for (uint32_t i = 0; i < piece.ok.len; i++) all.sum = (all.sum ^ piece.ok.ptr[i]) * 16777619u;
        all.length += piece.ok.len;
    }
}

// Sends what comes in out again until it ends, each piece as soon as it is there; whether all of it went well.
static inline bool serve_echo(wasi_input_stream from, wasi_output_stream to) {
    uintptr_t before = alloc_next;
    for (;;) {
        wasi_input_stream_blocking_read_result piece;
        alloc_next = before;
        wasi_input_stream_blocking_read(from, 4096, &piece);
        if (piece.is_err) return piece.err.tag == WASI_STREAMS_STREAM_ERROR_CLOSED;
        if (piece.ok.len && !serve_write(to, piece.ok.ptr, piece.ok.len)) return false;
    }
}

// A response whose body is the request's, begun before anything of it was read.
static inline void serve_echo_response(wasi_incoming_request request, wasi_response_outparam out) {
    wasi_incoming_body incoming = serve_body(request);
    wasi_input_stream from = serve_stream(incoming);
    wasi_outgoing_body body = http_begin_response(out, 200, wasi_fields_new());
    wasi_output_stream to = serve_output(body);
    bool whole = serve_echo(from, to);
    wasi_input_stream_drop(from);
    wasi_output_stream_drop(to);
    if (whole)
        http_end_body(body);
    else
        wasi_outgoing_body_drop(body);  // the client is not to take it for whole
}

// Tells a peer something, where the client cannot be told or must wait: a GET of that path, which begins with a slash.
static inline void serve_tell(uint32_t port, wasi_string path) {
    wasi_outgoing_request telling = http_request(http_loopback(port), "/", wasi_fields_new());
    if (wasi_outgoing_request_set_path_with_query(telling, 1, SPAN(path))) __builtin_trap();
    http_await(http_send(telling));
}

// What there is of the trailers of a body whose stream was dropped: their entries, `none`, or the error.
static inline wasi_string serve_trailers(wasi_incoming_body body) {
    wasi_future_trailers future = wasi_incoming_body_finish(body);
    wasi_pollable ready = wasi_future_trailers_subscribe(future);
    wasi_pollable_block(ready);
    wasi_pollable_drop(ready);
    wasi_future_trailers_get_result got;
    wasi_future_trailers_get(future, &got);
    if (!got.is_some) return text_of("not ready");
    if (got.some.is_err) return text_of("gone");
    if (got.some.ok.is_err) return text_of("error");
    return got.some.ok.ok.is_some ? text_join(text_of("some "), http_entries(got.some.ok.ok.some)) : text_of("none");
}

#endif
