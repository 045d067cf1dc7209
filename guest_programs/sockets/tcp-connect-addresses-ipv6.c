/*---
title: what comes of connecting an IPv6 socket to addresses of every kind
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
errors:
  - wasi:sockets/network#error-code.invalid-argument
clause: >
  An IPv6 socket connects to the loopback. An address of the other family, one that is not unicast, the unspecified
  one, an IPv4-mapped one and port zero fail with `invalid-argument`, in start-connect or in finish-connect.
level: should
since: 0.2.0
needs: [network, ipv6]
table: {name: tcp-addresses, select: {operation: connect, family: ipv6, tells: answer}}
---*/
#include "tcp_addresses.h"

CASE { rows_check(address_outcome); }
