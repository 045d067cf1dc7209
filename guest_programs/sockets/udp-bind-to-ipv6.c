/*---
title: where a UDP socket over IPv6 can be bound, and what is said where it cannot
spec:
  - wasi:sockets/udp#[method]udp-socket.start-bind
  - wasi:sockets/udp#[method]udp-socket.finish-bind
  - wasi:sockets/udp#[method]udp-socket.local-address
errors:
  - wasi:sockets/network#error-code.invalid-argument
  - wasi:sockets/network#error-code.address-in-use
  - wasi:sockets/network#error-code.address-not-bindable
clause: >
  A socket is bound to the address and the port that were asked for, to a free port for port zero; an address of the
  other family is an `invalid-argument`, one that no network has `address-not-bindable`, one that another socket has
  `address-in-use`.
level: must
since: 0.2.0
needs: [network, ipv6]
table: {name: udp-bind, select: {family: ipv6}}
---*/
#include "udp_binds.h"

CASE { rows_check(udp_bind_row); }
