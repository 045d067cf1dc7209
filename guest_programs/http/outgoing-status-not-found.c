/*---
title: a response with an error status is a response
spec:
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]incoming-response.status
clause: >
  Errors of the future are failures to get status and fields; a response whose status is 404 or 500 was received
  successfully and is given as such.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [not-found, server-error]
---*/
#include "args.h"
#include "http.h"

// The status of the response as text, or the error in its place.
static wasi_string status_of(const char *path) {
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), path, wasi_fields_new());
    wasi_result_incoming_response_http_error_code outcome = http_outcome(http_send(request));
    return outcome.is_err ? text_of_result(wasi_http_error_code, outcome)
                          : text_of_u64(wasi_incoming_response_status(outcome.ok));
}

CASE {
    wasi_string not_found = status_of("/status/404"), server_error = status_of("/status/500");
    check_eq_text("not-found", not_found, "404");
    check_eq_text("server-error", server_error, "500");
}
