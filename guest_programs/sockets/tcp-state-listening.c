/*---
title: every operation on a TCP socket that listens
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
  - wasi:sockets/network#error-code.would-block
clause: >
  A socket that listens accepts; with no connection pending accept fails with `would-block`, and the pollable is not
  ready. It cannot be bound, connected, shut down or made to listen again: `invalid-state`. What is refused leaves
  it listening.
level: must
since: 0.2.0
needs: [network]
table: {name: tcp-states, select: {state: listening, family: ipv4}}
---*/
#define STATE_ONLY STATE_LISTENING
#include "tcp_states.h"

CASE { states_check(); }
