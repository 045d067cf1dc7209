/*---
title: every operation on a TCP socket whose connect is in progress
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
  Between start-connect and finish-connect, even when the connection is there already, only the connect can be
  finished; the socket counts as bound. Starting anything else is refused with `invalid-state` or, as another
  operation is in progress, with `concurrency-conflict`; other operations are `not-in-progress`. What is refused
  does not disturb the connect.
level: must
since: 0.2.0
needs: [network]
table: {name: tcp-states, select: {state: connect-started, family: ipv4}}
---*/
#define STATE_ONLY STATE_CONNECT_STARTED
#include "tcp_states.h"

CASE { states_check(); }
