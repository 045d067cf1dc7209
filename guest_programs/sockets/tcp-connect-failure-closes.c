/*---
title: after a connect that failed for its address, the socket is closed
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
clause: >
  After a failed connect, be it start-connect or finish-connect that fails, the socket is closed: a socket cannot be
  used to connect more than once, and neither binds nor listens any more.
level: should
since: 0.2.0
confirmed: "two readers of the state machine, 2026-11-22; its author says so in wasi-sockets#98"
needs: [network]
table: {name: tcp-addresses, select: {operation: connect, family: ipv4, tells: state}}
---*/
#include "tcp_addresses.h"

CASE { rows_check(address_outcome); }
