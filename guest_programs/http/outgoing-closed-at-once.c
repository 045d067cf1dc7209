/*---
title: a server that hangs up before it was asked is an error
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
errors: [wasi:http/types#error-code.connection-terminated]
clause: >
  A connection that the server ends, or breaks, before it has read anything brings no response: the future gives an
  error, for which there is connection-terminated.
level: should
since: 0.2.0
needs: [http-outgoing]
peers: {closing: {accept: [close]}, resetting: {accept: [reset]}}
arguments: ["{closing.port}", "{resetting.port}"]
checks:
  - name: closed
    allowed: &codes [connection-terminated, HTTP-response-incomplete, HTTP-protocol-error, connection-refused]
    preferred: connection-terminated
  - {name: reset, allowed: *codes, preferred: connection-terminated}
---*/
#include "wire.h"

// The code of a GET from the peer whose port is the n-th argument from the end.
static wasi_string asked(uint32_t from_end) {
    wasi_list_string all = args_all();
    require("the guest was given its arguments", all.len >= from_end);
    wasi_string authority = text_join(text_of("127.0.0.1:"), all.ptr[all.len - from_end]);
    return wire_answer_to(http_request(authority, "/", wasi_fields_new()));
}

CASE {
    wire_tells_codes = true;
    wasi_string closed = asked(2), reset = asked(1);
    choose_text("closed", closed);
    choose_text("reset", reset);
}
