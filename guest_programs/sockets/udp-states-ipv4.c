/*---
title: what each operation of a UDP socket says in each state, over IPv4
spec:
  - wasi:sockets/udp#[method]udp-socket.start-bind
  - wasi:sockets/udp#[method]udp-socket.finish-bind
  - wasi:sockets/udp#[method]udp-socket.stream
  - wasi:sockets/udp#[method]udp-socket.local-address
  - wasi:sockets/udp#[method]udp-socket.remote-address
  - wasi:sockets/udp#[method]udp-socket.address-family
errors:
  - wasi:sockets/network#error-code.invalid-state
  - wasi:sockets/network#error-code.not-in-progress
  - wasi:sockets/network#error-code.concurrency-conflict
clause: >
  A socket is bound once; what was not started cannot be finished, nor finished twice; streams take an explicit bind;
  the local address is there once the socket is bound, the remote address while it streams to a peer; the family
  always.
level: must
since: 0.2.0
needs: [network]
table: {name: udp-states, select: {family: ipv4}}
---*/
#include "udp_states.h"

CASE { rows_check(udp_state_row); }
