/*---
title: the end of a response is told in exactly one way, and none of its bytes are missing
spec:
  - wasi:http/types#[method]outgoing-body.write
  - wasi:http/types#[static]outgoing-body.finish
  - wasi:http/types#[method]outgoing-response.body
clause: >
  A body is sent with the length that the handler declares, and otherwise in chunks, with a length that the host has
  found out, or up to the end of the connection, never with two of them (RFC 9112, 6.2). One that is finished without a
  byte is empty, whether or not its stream was asked for.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - path: /declared
    expect: {check: declared, status: 200, framing: content-length, body: text, headers: {content-length: "4", transfer-encoding: null}}
  - path: /declared-zero
    expect: {check: declared-zero, status: 200, framing: content-length, body: "", headers: {content-length: "0", transfer-encoding: null}}
  - path: /undeclared
    expect:
      - {check: undeclared, status: 200, body: text}
      - {check: undeclared-framing, what: framing, allowed: [chunked, content-length, close], preferred: chunked}
  - {path: /no-stream, expect: {check: no-stream, status: 200, body: ""}}
  - {path: /stream-unused, expect: {check: stream-unused, status: 200, body: ""}}
  - {path: /empty-writes, expect: {check: empty-writes, status: 200, body: text}}
  - {path: /by-bytes, expect: {check: by-bytes, status: 200, body: {repeat: x, times: 300}}}
  - {path: /undeclared, expect: {check: date, what: has date, allowed: ["yes", "no"], preferred: "yes"}}
  - {path: /undeclared, expect: {check: version, what: version, allowed: ["1.1", "1.0"], preferred: "1.1"}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_fields fields = wasi_fields_new();
    bool zero = http_path_is(request, "/declared-zero");
    if (zero || http_path_is(request, "/declared")) http_add(fields, "content-length", zero ? "0" : "4");
    wasi_outgoing_body body = http_begin_response(response_out, 200, fields);
    if (!http_path_is(request, "/no-stream")) {
        wasi_output_stream stream = serve_output(body);
        bool by_bytes = http_path_is(request, "/by-bytes"), empty = http_path_is(request, "/empty-writes");
        for (uint32_t i = 0; by_bytes && i < 300; i++) serve_write(stream, STR("x"));
        if (empty) serve_write(stream, "", 0);
        if (!by_bytes && !zero && !http_path_is(request, "/stream-unused")) serve_write(stream, STR("text"));
        if (empty) serve_write(stream, "", 0);
        wasi_output_stream_drop(stream);
    }
    http_end_body(body);
}
