/*---
title: the server sees the method, path, query and fields that were set
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-request.set-method
  - wasi:http/types#[method]outgoing-request.set-path-with-query
  - wasi:http/types#[constructor]outgoing-request
clause: >
  The request on the wire has the method that was set, the path and query exactly as they were set, and every field
  that the request was made with, a repeated one in the order of its values.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [method, path, field, repeated-field]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-sent", "once");
    http_add(fields, "x-twice", "first");
    http_add(fields, "x-twice", "second");
    wasi_string authority = http_loopback(args_last_number());
    wasi_outgoing_request request = http_request(authority, "/inspect?a=b%20c&d=/%2F", fields);
    require("DELETE is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_DELETE, 0, 0));

    wasi_string seen = http_response_body(http_await(http_send(request)));
    check_contains("method", seen, "\"method\":\"DELETE\"");
    check_contains("path", seen, "\"path\":\"/inspect?a=b%20c&d=/%2F\"");
    check_contains("field", seen, "[\"x-sent\",\"once\"]");
    bool joined = http_contains(seen, "[\"x-twice\",\"first, second\"]");
    check_contains("repeated-field", seen, joined ? "[\"x-twice\",\"first, second\"]"
                                                  : "[\"x-twice\",\"first\"],[\"x-twice\",\"second\"]");
}
