/*---
title: a body that breaks off or is no body does not end as if it were whole
spec:
  - wasi:http/types#[method]incoming-body.stream
  - wasi:http/types#[method]future-trailers.get
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  The end of a body's stream says that all of it was received. Where the coding of the chunks is broken, or the client
  ends before the last of it was sent, the stream fails and the trailers are an error; or the host refuses the request
  before the guest sees so much of it.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - each:
      chunks:
        size-no-number: "3\r\nabc\r\nxyz\r\nhello\r\n0\r\n\r\n"
        size-missing: "3\r\nabc\r\n\r\nhello\r\n0\r\n\r\n"
        size-negative: "3\r\nabc\r\n-5\r\nhello\r\n0\r\n\r\n"
        size-prefixed: "3\r\nabc\r\n0x5\r\nhello\r\n0\r\n\r\n"
        size-beyond-64-bits: "3\r\nabc\r\n10000000000000005\r\nhello\r\n0\r\n\r\n"
        data-too-long: "3\r\nabcde\r\n0\r\n\r\n"
    head: [POST /chunks HTTP/1.1, "host: {host}", "transfer-encoding: chunked"]
    steps: [{send: "{chunks}"}]
    patience: 3000
    expect:
      - {check: "{chunks.label}", what: line end, allowed: [failed, 0 lines end]}
      - {check: "{chunks.label}-trailers", what: line trailers, allowed: [error, 0 lines trailers]}
  - head: [POST /length HTTP/1.1, "host: {host}", "content-length: 10"]
    steps: [{send: hello}, end]
    patience: 3000
    expect:
      - {check: length-cut, what: line end, allowed: [failed, 0 lines end]}
      - {check: length-cut-trailers, what: line trailers, allowed: [error, 0 lines trailers]}
  - head: [POST /chunks HTTP/1.1, "host: {host}", "transfer-encoding: chunked"]
    steps: [{send: "5\r\nhello\r\n"}, end]
    patience: 3000
    expect:
      - {check: chunks-cut, what: line end, allowed: [failed, 0 lines end]}
      - {check: chunks-cut-trailers, what: line trailers, allowed: [error, 0 lines trailers]}
  - head: [POST /chunks HTTP/1.1, "host: {host}", "transfer-encoding: chunked"]
    steps: [{send: "5\r\nhel"}, end]
    patience: 3000
    expect:
      - {check: chunk-cut, what: line end, allowed: [failed, 0 lines end]}
      - {check: chunk-cut-trailers, what: line trailers, allowed: [error, 0 lines trailers]}
  - {method: POST, body: hello, expect: {check: next-is-served, lines: ["end: closed"]}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_incoming_body body = serve_body(request);
    wasi_input_stream stream = serve_stream(body);
    struct serve_read read = serve_read_all(stream);
    wasi_input_stream_drop(stream);
    serve_say("end", text_of(read.clean ? "closed" : "failed"));
    serve_say("trailers", serve_trailers(body));
    serve_answer(response_out);
}
