/*---
title: without a grant TCP says access-denied and nothing else, over IPv6
spec:
  - wasi:sockets/tcp-create-socket#create-tcp-socket
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.local-address
  - wasi:sockets/tcp#[method]tcp-socket.remote-address
  - wasi:sockets/tcp#[method]tcp-socket.start-listen
  - wasi:sockets/tcp#[method]tcp-socket.accept
  - wasi:sockets/tcp#[method]tcp-socket.is-listening
  - wasi:sockets/instance-network#instance-network
errors: [wasi:sockets/network#error-code.access-denied]
clause: >
  An implementation should deny all network access that was not granted, and say `access-denied`: for binds, and for
  connects whether or not somebody listens there. A socket whose bind and connect were denied has no address, does
  not listen and accepts nothing.
level: should
since: 0.2.0
needs: [ipv6]
peers: {open: http}
arguments: ["{open.port}"]
table: {name: tcp-denied, select: {family: ipv6}}
---*/
#include "tcp_denied_rows.h"

CASE { rows_check(denied); }
