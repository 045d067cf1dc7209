/*---
title: the fields of a message can be had several times and dropped one by one
spec:
  - wasi:http/types#[method]outgoing-request.headers
  - wasi:http/types#[method]outgoing-response.headers
  - wasi:http/types#[method]incoming-response.headers
clause: >
  Headers gives the fields of the message each time that it is called. What it gives are handles of their own: dropping
  one takes nothing from the others, nor from the message.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks:
  [request, request-second, request-third, response, response-second, response-third, incoming, incoming-second,
   incoming-third]
---*/
#include "args.h"
#include "http.h"

static wasi_fields made(void) {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-mixed", "Case");
    return fields;
}

// Checks the first of two handles, then the second when the first is gone, then a third when both are.
static void check_fields(const char *const names[3], wasi_fields (*headers)(int32_t), int32_t message) {
    wasi_fields first = headers(message), second = headers(message);
    check_eq_text(names[0], http_field_values(first, "x-mixed"), "[Case]");
    wasi_fields_drop(first);
    check_eq_text(names[1], http_field_values(second, "x-mixed"), "[Case]");
    wasi_fields_drop(second);
    check_eq_text(names[2], http_field_values(headers(message), "x-mixed"), "[Case]");
}

static wasi_fields of_request(int32_t message) { return wasi_outgoing_request_headers(message); }
static wasi_fields of_response(int32_t message) { return wasi_outgoing_response_headers(message); }
static wasi_fields of_incoming(int32_t message) { return wasi_incoming_response_headers(message); }

CASE {
    static const char *const request[] = {"request", "request-second", "request-third"};
    static const char *const response[] = {"response", "response-second", "response-third"};
    static const char *const incoming[] = {"incoming", "incoming-second", "incoming-third"};
    check_fields(request, of_request, wasi_outgoing_request_new(made()));
    check_fields(response, of_response, wasi_outgoing_response_new(made()));
    check_fields(incoming, of_incoming, http_get(args_last_number(), "/headers"));
}
