/*---
title: timeouts are no limit for the whole
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]request-options.set-first-byte-timeout
  - wasi:http/types#[method]request-options.set-between-bytes-timeout
clause: >
  A body whose bytes each come in time is received, although all of them together take longer than any of the
  timeouts; a timeout that is not supported is as if it was not set.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths: {"*": [{pause: 20}, {send: "HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n"}, {send: "hello, world", every: 300}]}
arguments: ["{server.port}"]
checks: [answer]
---*/
#include "wire.h"

CASE {
    wire_takes_any_end = true;
    wasi_request_options options = wasi_request_options_new();
    const uint64_t most = 3000000000; // less than all pauses together, ten times as long as one
    wasi_request_options_set_connect_timeout(options, 1, most);
    wasi_request_options_set_first_byte_timeout(options, 1, most);
    wasi_request_options_set_between_bytes_timeout(options, 1, most);
    wasi_outgoing_handler_handle_result sent;
    wasi_outgoing_handler_handle(wire_get(text_of("")), 1, options, &sent);
    wasi_string told = wire_outcome(&sent);
    check_eq_text("answer", told, "200 hello, world");
}
