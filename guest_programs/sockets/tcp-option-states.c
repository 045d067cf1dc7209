/*---
title: options can be read and set in every state
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
  No state is named in which the options of a socket could not be read or set; only when the socket is closed, every
  method may answer `invalid-state`. Values that every platform takes are set, and all are read.
level: should
since: 0.2.0
needs: [network]
table:
  name: tcp-option-states
  select:
    family: ipv4
    state: [unbound, bind-refused, bind-started, bound, listen-started, listening, connect-started, connected,
            accepted, shut-down, connect-invalid]
---*/
#define STATE_OPTIONS
#include "tcp_states.h"

CASE { states_check(); }
