/*---
title: the body of an outgoing request is not dropped before its stream
spec:
  - wasi:http/types#[resource-drop]outgoing-body
  - wasi:http/types#[method]outgoing-body.write
clause: >
  The stream that write gives is a child of the body and must be dropped before it; otherwise dropping the body
  traps.
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
    wasi_outgoing_body_drop(body.ok);
    check_ok("survived", false);
}
