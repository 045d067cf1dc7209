/*---
title: a datagram cannot be sent to port zero
spec:
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
errors:
  - wasi:sockets/network#error-code.invalid-argument
clause: >
  A datagram whose address has port zero cannot be sent, over IPv4 or IPv6, whether the streams are for anyone or for
  one peer, which it does not match either: it is an `invalid-argument`.
level: must
since: 0.2.0
needs: [network, ipv6]
table: {name: udp-send-to, select: {address: [port-zero, unspecified-port-zero]}}
---*/
#include "udp_sends.h"

CASE { rows_check(udp_send_row); }
