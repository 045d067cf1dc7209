/*---
title: every operation on a TCP socket whose connect was refused
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
  - wasi:sockets/tcp#[method]tcp-socket.start-listen
  - wasi:sockets/tcp#[method]tcp-socket.finish-listen
  - wasi:sockets/tcp#[method]tcp-socket.accept
  - wasi:sockets/tcp#[method]tcp-socket.local-address
  - wasi:sockets/tcp#[method]tcp-socket.remote-address
  - wasi:sockets/tcp#[method]tcp-socket.is-listening
  - wasi:sockets/tcp#[method]tcp-socket.address-family
  - wasi:sockets/tcp#[method]tcp-socket.set-listen-backlog-size
  - wasi:sockets/tcp#[method]tcp-socket.subscribe
  - wasi:sockets/tcp#[method]tcp-socket.shutdown
errors:
  - wasi:sockets/network#error-code.invalid-state
  - wasi:sockets/network#error-code.not-in-progress
clause: >
  After a connect that failed the socket is closed, and all that is left is to drop it: it cannot be bound,
  connected, listen, accept or shut down, and has no remote address: `invalid-state`.
level: must
since: 0.2.0
needs: [network]
peers: {nobody: refusing}
arguments: ["{nobody.port}"]
table: {name: tcp-states, select: {state: connect-refused, family: ipv4}}
---*/
#include "args.h"

#define STATE_ONLY STATE_CONNECT_REFUSED
#define STATE_REFUSING_PORT args_last_number()
#include "tcp_states.h"

CASE { states_check(); }
