/*---
title: a long response body arrives whole and unchanged
spec:
  - wasi:http/types#[method]incoming-body.stream
  - wasi:http/types#[method]incoming-response.consume
clause: >
  The stream of a response's body yields every byte that the server sent, in order.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [how-many, first-difference]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_string body = http_response_body(http_get(args_last_number(), "/bytes/200000"));
    check_eq_u64("how-many", body.len, 200000);
    uint32_t same = 0;
    while (same < body.len && (uint8_t)body.ptr[same] == same % 251) same++;
    check_eq_u64("first-difference", same, body.len);
}
