/*---
title: what comes of binding an IPv6 socket to addresses of every kind
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
errors:
  - wasi:sockets/network#error-code.invalid-argument
  - wasi:sockets/network#error-code.address-not-bindable
clause: >
  An IPv6 socket binds to the loopback and, if all interfaces are granted, to the unspecified address. An address of
  the other family, one that is not unicast, and an IPv4-mapped one fail with `invalid-argument`, and one that no
  interface has with `address-not-bindable`. The failure comes in start-bind or in finish-bind.
level: should
since: 0.2.0
needs: [network, ipv6]
table: {name: tcp-addresses, select: {operation: bind, family: ipv6, tells: answer}}
---*/
#include "tcp_addresses.h"

CASE { rows_check(address_outcome); }
