/*---
title: finishing a body that is shorter than its announced length fails
spec: wasi:http/types#[static]outgoing-body.finish
clause: >
  When a request was made with a Content-Length field and what was written to its body is not that long, finish fails.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [finish]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "content-length", "10");
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/echo", fields);
    require("POST is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    http_send(request);
    http_write_body(body.ok, STR("short"));

    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body.ok, 0, 0, &finished);
    report_check("finish", finished.is_err, text_of_result(wasi_http_error_code, finished), text_of("any error"));
}
