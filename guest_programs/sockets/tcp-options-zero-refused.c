/*---
title: zero is refused for every option that is a number
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
  Setting a keep-alive time, interval or count, the hop limit, a buffer size or the backlog to 0 fails with
  `invalid-argument` and has no effect. Keep-alive itself is no number: it can be switched off.
level: must
since: 0.2.0
needs: [network]
table: {name: tcp-options, select: {family: ipv4, value: zero}}
---*/
#include "tcp_option_rows.h"

CASE { rows_check(option_outcome); }
