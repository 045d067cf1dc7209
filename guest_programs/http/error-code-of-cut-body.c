/*---
title: the error of a body that broke off has a code of HTTP
spec: wasi:http/types#http-error-code
clause: >
  The error that a stream gives with `last-operation-failed` can be passed to http-error-code to see whether there is an
  error code of HTTP for it. For a body that broke off there is one that says so, but the function only attempts to find
  it, and none is an answer. The error is only borrowed: asking again gives the same.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks:
  - name: code
    allowed:
      [HTTP-response-incomplete, HTTP-response-body-size, connection-terminated, HTTP-protocol-error, internal-error, none]
    preferred: HTTP-response-incomplete
  - again
---*/
#include "args.h"
#include "http.h"

static wasi_string code(wasi_error error) {
    wasi_http_http_error_code_result got;
    wasi_http_http_error_code(error, &got);
    return got.is_some ? text_of_case(wasi_http_error_code_names, got.some.tag) : text_of("none");
}

CASE {
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(http_get(args_last_number(), "/cut"), &body);
    require("the response has a body", !body.is_err);
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body.ok, &stream);
    require("the body has a stream", !stream.is_err);
    wasi_input_stream_blocking_read_result piece;
    do {
        wasi_input_stream_blocking_read(stream.ok, 4096, &piece);
    } while (!piece.is_err);
    require("the operation failed", piece.err.tag == WASI_STREAMS_STREAM_ERROR_LAST_OPERATION_FAILED);
    wasi_string first = code(piece.err.last_operation_failed), second = code(piece.err.last_operation_failed);
    choose_text("code", first);
    check_result("again", second, first);
}
