/*---
title: whom a bound UDP socket over IPv4 can stream to, and what is said where it cannot
spec:
  - wasi:sockets/udp#[method]udp-socket.stream
  - wasi:sockets/udp#[method]udp-socket.remote-address
errors:
  - wasi:sockets/network#error-code.invalid-argument
clause: >
  A remote address of the wrong family, an unspecified one, and port zero are an `invalid-argument`. The socket's
  remote address is updated on success, and not otherwise.
level: must
since: 0.2.0
needs: [network]
table: {name: udp-stream-to, select: {family: ipv4}}
---*/
#include "udp_streams_to.h"

CASE { rows_check(udp_stream_to_row); }
