/*---
title: options of an IPv6 socket are set and read as those of an IPv4 socket
spec:
  - wasi:sockets/tcp#[method]tcp-socket.set-keep-alive-enabled
  - wasi:sockets/tcp#[method]tcp-socket.set-keep-alive-idle-time
  - wasi:sockets/tcp#[method]tcp-socket.set-keep-alive-interval
  - wasi:sockets/tcp#[method]tcp-socket.set-keep-alive-count
  - wasi:sockets/tcp#[method]tcp-socket.set-hop-limit
  - wasi:sockets/tcp#[method]tcp-socket.set-receive-buffer-size
  - wasi:sockets/tcp#[method]tcp-socket.set-send-buffer-size
  - wasi:sockets/tcp#[method]tcp-socket.set-listen-backlog-size
  - wasi:sockets/tcp#[method]tcp-socket.keep-alive-enabled
  - wasi:sockets/tcp#[method]tcp-socket.keep-alive-idle-time
  - wasi:sockets/tcp#[method]tcp-socket.keep-alive-interval
  - wasi:sockets/tcp#[method]tcp-socket.keep-alive-count
  - wasi:sockets/tcp#[method]tcp-socket.hop-limit
  - wasi:sockets/tcp#[method]tcp-socket.receive-buffer-size
  - wasi:sockets/tcp#[method]tcp-socket.send-buffer-size
errors:
  - wasi:sockets/network#error-code.invalid-argument
clause: >
  The options do not depend on the family of a socket: zero is refused, every other value is taken, perhaps clamped
  and rounded, and the hop limit, which is that of unicast packets, is the one that was set.
level: must
since: 0.2.0
needs: [network, ipv6]
table: {name: tcp-options, select: {family: ipv6}}
---*/
#include "tcp_option_rows.h"

CASE { rows_check(option_outcome); }
