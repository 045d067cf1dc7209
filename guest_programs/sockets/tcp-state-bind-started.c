/*---
title: every operation on a TCP socket whose bind is in progress
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
  - wasi:sockets/network#error-code.concurrency-conflict
  - wasi:sockets/network#error-code.would-block
clause: >
  Between start-bind and finish-bind, only the bind can be finished. Starting anything else is refused with
  `invalid-state` or, as another operation is in progress, with `concurrency-conflict`; other operations are
  `not-in-progress`. The socket has no address yet, and what is refused does not disturb the bind.
level: must
since: 0.2.0
confirmed: "two readers of the text, 2026-11-22; bind-in-progress is not among the states that count as bound"
needs: [network]
table: {name: tcp-states, select: {state: bind-started, family: ipv4}}
---*/
#define STATE_ONLY STATE_BIND_STARTED
#include "tcp_states.h"

CASE { states_check(); }
