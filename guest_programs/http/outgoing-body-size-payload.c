/*---
title: the code for a wrong body length says how long the body was
spec: wasi:http/types#[static]outgoing-body.finish
errors: [wasi:http/types#error-code.HTTP-request-body-size]
clause: >
  When what was written does not match the Content-Length, finish fails; the code for that is HTTP-request-body-size,
  whose payload, where there is one, is the size of the body: what was written, or what was declared.
level: should
since: 0.2.0
needs: [http-outgoing]
checks:
  - {name: code, allowed: [HTTP-request-body-size, HTTP-protocol-error], preferred: HTTP-request-body-size}
  - {name: payload, allowed: ["5", "10", none, another code]}
---*/
#include "args.h"
#include "http.h"

static void finish(const char *name, const char *length, const char *bytes) {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "content-length", length);
    wasi_outgoing_request request = wasi_outgoing_request_new(fields);
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    http_write_body(body.ok, bytes, text_length(bytes));
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body.ok, 0, 0, &finished);
    choose_result(name, wasi_http_error_code, finished);
    bool sized = finished.is_err && finished.err.tag == WASI_HTTP_ERROR_CODE_HTTP_REQUEST_BODY_SIZE;
    if (sized && finished.err.http_request_body_size.is_some)
        choose_u64("payload", finished.err.http_request_body_size.some);
    else
        choose("payload", sized ? "none" : "another code");
}

CASE { finish("code", "10", "hello"); }
