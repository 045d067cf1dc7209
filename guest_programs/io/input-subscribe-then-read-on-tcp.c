/*---
title: reads of a TCP stream, each after its pollable was ready, find all bytes and then the end
spec:
  - wasi:io/streams#[method]input-stream.subscribe
  - wasi:io/streams#[method]input-stream.read
errors: [wasi:io/streams#stream-error.closed]
clause: >
  The pollable resolves once there are bytes to read or the other end is closed: waiting for it and reading without
  waiting gives all bytes, then `closed`. The text neither allows nor forbids that a pollable is ready in vain, and
  maintainers dispute it for sockets: so an empty list now and then is not as recommended.
level: must
since: 0.2.0
peers: {digits: tcp-digits}
arguments: ["{digits.port}"]
checks:
  - {name: empty-lists, allowed: [none, some], preferred: none}
  - all
  - at-the-end
---*/
#include "input_claims.h"

CASE {
    claim_read_when_ready(streams_tcp_input(), true);
}
