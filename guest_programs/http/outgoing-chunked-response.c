/*---
title: a body that comes in chunks is read without their framing
spec: wasi:http/types#[method]incoming-body.stream
clause: >
  The body is the content of the response, not its transfer: a response in chunked encoding yields the chunks' bytes
  and nothing of the sizes between them.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [body]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_string body = http_response_body(http_get(args_last_number(), "/chunks/3"));
    check_eq_text("body", body, "chunk 0\nchunk 1\nchunk 2\n");
}
