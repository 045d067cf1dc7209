/*---
title: the states up to listening, over IPv6
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
  - wasi:sockets/tcp#[method]tcp-socket.subscribe
  - wasi:sockets/tcp#[method]tcp-socket.shutdown
errors:
  - wasi:sockets/network#error-code.invalid-state
  - wasi:sockets/network#error-code.not-in-progress
  - wasi:sockets/network#error-code.concurrency-conflict
  - wasi:sockets/network#error-code.would-block
clause: >
  The states of a TCP socket and the ways between them do not depend on the family: unbound, bound and listening
  IPv6 sockets, and those whose bind or listen is in progress, answer as IPv4 sockets do.
level: must
since: 0.2.0
confirmed: "two readers of the text, 2026-11-22; bind-in-progress is not among the states that count as bound"
needs: [network, ipv6]
table:
  name: tcp-states
  select:
    family: ipv6
    state: [unbound, bind-refused, bind-started, bound, listen-started, listening]
    operation: [start-bind, finish-bind, start-connect, finish-connect, start-listen, finish-listen, accept,
                shutdown-both, local-address, remote-address, is-listening, address-family, subscribe]
---*/
#include "tcp_states.h"

CASE { states_check(); }
