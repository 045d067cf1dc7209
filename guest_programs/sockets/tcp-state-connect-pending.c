/*---
title: every operation on a TCP socket while the peer has not answered its connect
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
  While the peer has not answered, finish-connect fails with `would-block`, the pollable of the socket is not ready,
  and nothing else can be started. A socket that was bound before has its local address all the time: the state counts
  as bound, and a binding cannot be changed. Such a socket can be dropped.
level: must
since: 0.2.0
needs: [network]
peers: {silent: unresponsive}
arguments: ["{silent.port}"]
table: {name: tcp-states, select: {state: connect-pending, family: ipv4}}
---*/
#include "args.h"

#define STATE_ONLY STATE_CONNECT_PENDING
#define STATE_PENDING_PORT args_last_number()
#include "tcp_states.h"

CASE { states_check(); }
