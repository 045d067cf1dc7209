/*---
title: the body of an outgoing request is not finished before its stream was dropped
spec:
  - wasi:http/types#[static]outgoing-body.finish
  - wasi:http/types#[method]outgoing-body.write
clause: >
  The stream that write gives is a child of the body and must be dropped before the body is finished; otherwise
  finish traps.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "http.h"

CASE {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("there is a body", !body.is_err);
    wasi_outgoing_body_write_result stream;
    wasi_outgoing_body_write(body.ok, &stream);
    require("there is a stream", !stream.is_err);
    check_ok("set-up-done", true);
    done();
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body.ok, 0, 0, &finished);
    check_ok("survived", false);
}
