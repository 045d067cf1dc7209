/*---
title: every operation on a TCP socket whose connect had an invalid address
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
  A start-connect that fails, here because it names port zero, leads from unbound to closed as every failed connect
  does: nothing can be started any more, and nothing has been bound: `invalid-state`.
level: should
since: 0.2.0
confirmed: "two readers of the state machine, 2026-11-22; its author says so in wasi-sockets#98"
needs: [network]
table: {name: tcp-states, select: {state: connect-invalid, family: ipv4}}
---*/
#define STATE_ONLY STATE_CONNECT_INVALID
#include "tcp_states.h"

CASE { states_check(); }
