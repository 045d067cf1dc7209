/*---
title: an accepted socket inherits the options of the listener
spec:
  - wasi:sockets/tcp#[method]tcp-socket.accept
  - wasi:sockets/tcp#[method]tcp-socket.keep-alive-enabled
  - wasi:sockets/tcp#[method]tcp-socket.keep-alive-idle-time
  - wasi:sockets/tcp#[method]tcp-socket.keep-alive-interval
  - wasi:sockets/tcp#[method]tcp-socket.keep-alive-count
  - wasi:sockets/tcp#[method]tcp-socket.hop-limit
  - wasi:sockets/tcp#[method]tcp-socket.receive-buffer-size
  - wasi:sockets/tcp#[method]tcp-socket.send-buffer-size
  - wasi:sockets/tcp#[method]tcp-socket.set-keep-alive-enabled
  - wasi:sockets/tcp#[method]tcp-socket.set-keep-alive-idle-time
  - wasi:sockets/tcp#[method]tcp-socket.set-keep-alive-interval
  - wasi:sockets/tcp#[method]tcp-socket.set-keep-alive-count
  - wasi:sockets/tcp#[method]tcp-socket.set-hop-limit
  - wasi:sockets/tcp#[method]tcp-socket.set-receive-buffer-size
  - wasi:sockets/tcp#[method]tcp-socket.set-send-buffer-size
clause: >
  An accepted socket has the listener's keep-alive settings, hop limit and buffer sizes, whether they were set
  before the listener was bound, once it was, or while it listened.
level: must
since: 0.2.0
needs: [network]
table: {name: tcp-options-kept, select: {socket: accepted, family: ipv4}}
---*/
#include "tcp_kept_rows.h"

CASE { rows_check(kept_outcome); }
