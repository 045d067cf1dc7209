/*---
title: a handler reads every body whole, however it is framed
spec:
  - wasi:http/types#[method]incoming-request.consume
  - wasi:http/types#[method]incoming-body.stream
clause: >
  The stream of a body yields the bytes of the content, all of them in their order and nothing of their framing, and then
  its end, whether the end was told by a length, by chunks of whatever size, or by the lack of both.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - {method: POST, expect: {check: none, lines: ["length: 0", "end: closed"]}}
  - {method: POST, body: "", expect: {check: length-0, lines: ["length: 0", "end: closed"]}}
  - {method: POST, body: a, expect: {check: length-1, lines: ["length: 1", "sum: 3826002220", "end: closed"]}}
  - {method: POST, body: {repeat: a, times: 4095}, expect: {check: length-4095, lines: ["length: 4095", "sum: 1220823590", "end: closed"]}}
  - {method: POST, body: {repeat: a, times: 4096}, expect: {check: length-4096, lines: ["length: 4096", "sum: 3556830661", "end: closed"]}}
  - {method: POST, body: {repeat: "ab", times: 50000}, expect: {check: length-100000, lines: ["length: 100000", "end: closed"]}}
  - {method: POST, chunks: 1, body: "", expect: {check: chunks-0, lines: ["length: 0", "end: closed"]}}
  - {method: POST, chunks: 1, body: hello, expect: {check: chunks-of-1, lines: ["length: 5", "sum: 1335831723", "end: closed"]}}
  - {method: POST, chunks: 4095, body: {repeat: a, times: 4096}, expect: {check: chunks-uneven, lines: ["length: 4096", "sum: 3556830661", "end: closed"]}}
  - {method: POST, chunks: 65537, body: {repeat: "ab", times: 50000}, expect: {check: chunks-large, lines: ["length: 100000", "end: closed"]}}
  - {method: PUT, body: hello, expect: {check: put, lines: ["length: 5", "sum: 1335831723", "end: closed"]}}
  - {method: DELETE, body: hello, expect: {check: delete, lines: ["length: 5", "sum: 1335831723", "end: closed"]}}
  - method: GET  # for which content means nothing, so that some refuse it (RFC 9110, 9.3.1)
    body: hello
    expect: {check: get, what: line sum, allowed: ["1335831723", 0 lines sum], preferred: "1335831723"}
  - each:
      chunks:
        leading-zeros: "0005\r\nhello\r\n0000\r\n\r\n"
        extension: "5;a\r\nhello\r\n0\r\n\r\n"
        extension-value: "5;a=1;b=\"2\"\r\nhello\r\n0;c\r\n\r\n"
        two: "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
        trailers: "5\r\nhello\r\n0\r\nx-late: 1\r\n\r\n"
    head: [POST /chunks HTTP/1.1, "host: {host}", "transfer-encoding: chunked"]
    steps: [{send: "{chunks}"}]
    expect: {check: "chunks-{chunks.label}", lines: ["length: 5", "sum: 1335831723", "end: closed"]}
  - head: [POST /chunks HTTP/1.1, "host: {host}", "Transfer-Encoding: Chunked"]
    steps: [{send: "A\r\nhellohello\r\n0\r\n\r\n"}]
    expect: {check: chunks-letters, lines: ["length: 10", "end: closed"]}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    struct serve_read body = serve_read_all(serve_stream(serve_body(request)));
    serve_say("length", text_of_u64(body.length));
    serve_say("sum", text_of_u64(body.sum));
    serve_say("end", text_of(body.clean ? "closed" : "failed"));
    serve_answer(response_out);
}
