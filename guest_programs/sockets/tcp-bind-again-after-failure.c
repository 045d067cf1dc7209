/*---
title: after a bind that failed, the socket can be bound
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
clause: >
  A bind can be attempted several times on the same socket, with other addresses, as long as the one before failed.
  Whatever address was refused, the socket is unbound again and binds to the loopback; once it is bound it can
  listen.
level: must
since: 0.2.0
needs: [network]
table: {name: tcp-addresses, select: {operation: bind, family: ipv4, tells: state}}
---*/
#include "tcp_addresses.h"

CASE { rows_check(address_outcome); }
