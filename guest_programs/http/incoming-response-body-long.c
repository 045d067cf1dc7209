/*---
title: a long response body reaches the client whole
spec:
  - wasi:http/types#[method]outgoing-response.body
  - wasi:http/types#[method]outgoing-body.write
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  The handler goes on after the response was set: what it then writes to the response's body, and finishes, is the
  body that the client receives, byte for byte.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /report}
  - {method: GET, path: /body, expect: {check: body, status: 200, body: {repeat: "0123456789abcdef", times: 65536}}}
report: response
checks: [asked]
---*/
#include "http.h"

static char block[4096];

CASE {
    if (http_path_is(request, "/report")) {
        check_ok("asked", true);
        return;
    }
    no_report();
    for (uint32_t i = 0; i < sizeof block; i++) block[i] = "0123456789abcdef"[i % 16];
    wasi_outgoing_body body = http_begin_response(response_out, 200, wasi_fields_new());
    wasi_outgoing_body_write_result stream;
    wasi_outgoing_body_write(body, &stream);
    require("the body has a stream", !stream.is_err);
    for (uint32_t i = 0; i < 256; i++) io_write_all(stream.ok, block, sizeof block);
    wasi_output_stream_drop(stream.ok);
    http_end_body(body);
}
