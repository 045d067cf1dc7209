/*---
title: without a grant, nothing can be done with a UDP socket of IPv4
spec:
  - wasi:sockets/udp#[method]udp-socket.start-bind
  - wasi:sockets/udp#[method]udp-socket.stream
  - wasi:sockets/udp#[method]udp-socket.local-address
  - wasi:sockets/udp#[method]udp-socket.remote-address
errors: [wasi:sockets/network#error-code.access-denied]
clause: >
  An implementation should deny all network access that was not granted, and say `access-denied`: the socket is bound
  neither to the loopback nor to the unspecified address, and afterwards it has no address and no streams.
level: should
since: 0.2.0
table: {name: udp-denied, select: {family: ipv4}}
---*/
#include "udp_denials.h"

CASE { rows_check(udp_denied_row); }
