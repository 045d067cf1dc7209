/*---
title: without a scheme the host chooses one
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-request.set-scheme
clause: >
  When the scheme is none the host may choose an appropriate one; for an authority at which plain HTTP is spoken the
  request is either answered or fails, as it does when the host has chosen another scheme.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
checks:
  - {name: answer, allowed: [200 ok, an error]}
---*/
#include "wire.h"

CASE {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    wasi_string authority = http_loopback(args_last_number());
    require("the authority is accepted", !wasi_outgoing_request_set_authority(request, 1, SPAN(authority)));
    require("the path is accepted", !wasi_outgoing_request_set_path_with_query(request, 1, STR("/")));
    wasi_string told = wire_answer_to(request);
    choose_text("answer", told);
}
