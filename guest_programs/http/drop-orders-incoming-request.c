/*---
title: an incoming request and what belongs to it are dropped in any order
spec:
  - wasi:http/types#[resource-drop]incoming-request
  - wasi:http/types#[resource-drop]incoming-body
  - wasi:http/types#[method]incoming-request.consume
  - wasi:http/types#[method]incoming-request.headers
clause: >
  Fields are dropped before their request and a stream before its body, since they are children; otherwise an incoming
  request, its fields, its body and the stream of that can be dropped in any order, before the response is sent. What is
  left goes on working: the stream gives the next byte, whatever was dropped before.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: POST, path: /report, headers: {x-a: "1"}, body: "text", expect: {check: reported, status: 200}}
  - {method: POST, path: /fields-request-stream-body, headers: {x-a: "1"}, body: "text",
     expect: {check: fields-request-stream-body, status: 200, body: "works"}}
  - {method: POST, path: /fields-stream-request-body, headers: {x-a: "1"}, body: "text",
     expect: {check: fields-stream-request-body, status: 200, body: "works"}}
  - {method: POST, path: /fields-stream-body-request, headers: {x-a: "1"}, body: "text",
     expect: {check: fields-stream-body-request, status: 200, body: "works"}}
  - {method: POST, path: /stream-fields-request-body, headers: {x-a: "1"}, body: "text",
     expect: {check: stream-fields-request-body, status: 200, body: "works"}}
  - {method: POST, path: /stream-fields-body-request, headers: {x-a: "1"}, body: "text",
     expect: {check: stream-fields-body-request, status: 200, body: "works"}}
  - {method: POST, path: /stream-body-fields-request, headers: {x-a: "1"}, body: "text",
     expect: {check: stream-body-fields-request, status: 200, body: "works"}}
report: response
checks: [asked]
---*/
#include "http.h"

static wasi_incoming_request asked;
static wasi_fields fields;
static wasi_incoming_body body;
static wasi_input_stream stream;
static uint32_t next;

static const char *stream_broken(void) {
    wasi_input_stream_blocking_read_result byte;
    wasi_input_stream_blocking_read(stream, 1, &byte);
    bool works = !byte.is_err && byte.ok.len == 1 && byte.ok.ptr[0] == (uint8_t)"text"[next++];
    return works ? 0 : "the stream is broken";
}

// What is broken of all that is left; null when nothing is.
static const char *broken(void) {
    wasi_incoming_body_stream_result again;
    if (body != -1) wasi_incoming_body_stream(body, &again);
    if (body != -1 && !again.is_err) return "the body is broken";
    if (fields != -1 && !wasi_fields_has(fields, STR("x-a"))) return "the fields are broken";
    wasi_incoming_request_method_result method;
    if (asked != -1) wasi_incoming_request_method(asked, &method);
    if (asked != -1 && method.tag != WASI_HTTP_METHOD_POST) return "the request is broken";
    return stream != -1 ? stream_broken() : 0;
}

// Drops what a word of the path names.
static void drop(char word) {
    if (word == 'f') wasi_fields_drop(fields), fields = -1;
    if (word == 'r') wasi_incoming_request_drop(asked), asked = -1;
    if (word == 's') wasi_input_stream_drop(stream), stream = -1;
    if (word == 'b') wasi_incoming_body_drop(body), body = -1;
}

CASE {
    if (http_path_is(request, "/report")) {
        check_ok("asked", true);
        return;
    }
    no_report();
    wasi_incoming_request_path_with_query_result order;
    wasi_incoming_request_path_with_query(request, &order);
    asked = request, next = 0;
    fields = wasi_incoming_request_headers(request);
    wasi_incoming_request_consume_result consumed;
    wasi_incoming_request_consume(request, &consumed);
    body = consumed.ok;
    wasi_incoming_body_stream_result streamed;
    wasi_incoming_body_stream(body, &streamed);
    stream = streamed.ok;

    const char *wrong = consumed.is_err || streamed.is_err ? "there is no stream" : broken();
    for (uint32_t i = 1; i < order.some.len && !wrong; i++) {
        if (order.some.ptr[i - 1] != '/' && order.some.ptr[i - 1] != '-') continue;
        drop(order.some.ptr[i]);
        wrong = broken();
    }
    wasi_string told = text_of(wrong ? wrong : "works");
    http_respond(response_out, 200, wasi_fields_new(), SPAN(told));
}
