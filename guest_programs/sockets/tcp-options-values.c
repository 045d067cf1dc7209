/*---
title: options take every value but zero
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
clause: >
  No value of an option but zero causes an error, however small or large it is: it may be clamped and rounded, so
  that another one is read back. Keep-alive is on or off as it was switched, and the hop limit is the one that was
  set.
level: must
since: 0.2.0
needs: [network]
table:
  name: tcp-options
  select: {family: ipv4, value: [one, small, usual, large, largest]}
---*/
#include "tcp_option_rows.h"

CASE { rows_check(option_outcome); }
