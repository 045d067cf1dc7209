/*---
title: options can be read and set while the peer has not answered a connect
spec:
  - wasi:sockets/tcp#[method]tcp-socket.keep-alive-enabled
  - wasi:sockets/tcp#[method]tcp-socket.set-keep-alive-enabled
  - wasi:sockets/tcp#[method]tcp-socket.keep-alive-idle-time
  - wasi:sockets/tcp#[method]tcp-socket.set-keep-alive-idle-time
  - wasi:sockets/tcp#[method]tcp-socket.keep-alive-interval
  - wasi:sockets/tcp#[method]tcp-socket.set-keep-alive-interval
  - wasi:sockets/tcp#[method]tcp-socket.keep-alive-count
  - wasi:sockets/tcp#[method]tcp-socket.set-keep-alive-count
  - wasi:sockets/tcp#[method]tcp-socket.hop-limit
  - wasi:sockets/tcp#[method]tcp-socket.set-hop-limit
  - wasi:sockets/tcp#[method]tcp-socket.receive-buffer-size
  - wasi:sockets/tcp#[method]tcp-socket.set-receive-buffer-size
  - wasi:sockets/tcp#[method]tcp-socket.send-buffer-size
  - wasi:sockets/tcp#[method]tcp-socket.set-send-buffer-size
clause: >
  No state is named in which the options of a socket could not be read or set: while a connect is pending they can,
  unless the operation in progress conflicts with that.
level: should
since: 0.2.0
needs: [network]
peers: {silent: unresponsive}
arguments: ["{silent.port}"]
table: {name: tcp-option-states, select: {state: connect-pending, family: ipv4}}
---*/
#include "args.h"

#define STATE_OPTIONS
#define STATE_ONLY STATE_CONNECT_PENDING
#define STATE_PENDING_PORT args_last_number()
#include "tcp_states.h"

CASE { states_check(); }
