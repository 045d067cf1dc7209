/*---
title: of a body longer than its declared length no more is sent than that
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-body.write
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  Where more was written than the Content-Length of the request says, a write or finish fails; the surplus does not
  reach the server, to which it would be the beginning of another request.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests: [{check: on-the-wire, optional: true, line: "POST / HTTP/1.1", headers: {content-length: "5"}, complete: null}]
checks: [fails]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "content-length", "5");
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/", fields);
    require("POST is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    wasi_outgoing_body_write_result stream;
    wasi_outgoing_body_write(body.ok, &stream);
    require("the body has a stream", !stream.is_err);
    http_send(request);
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(stream.ok, STR("helloGET /more HTTP/1.1\r\nhost: a\r\n\r\n"), &written);
    wasi_output_stream_drop(stream.ok);
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body.ok, 0, 0, &finished);
    check_ok("fails", written.is_err || finished.is_err);
    wasi_pollable_block(wasi_monotonic_clock_subscribe_duration(200000000));
}
