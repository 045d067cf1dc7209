/*---
title: options of a UDP socket over IPv6 are set and read back in every state
spec:
  - wasi:sockets/udp#[method]udp-socket.unicast-hop-limit
  - wasi:sockets/udp#[method]udp-socket.set-unicast-hop-limit
  - wasi:sockets/udp#[method]udp-socket.receive-buffer-size
  - wasi:sockets/udp#[method]udp-socket.set-receive-buffer-size
  - wasi:sockets/udp#[method]udp-socket.send-buffer-size
  - wasi:sockets/udp#[method]udp-socket.set-send-buffer-size
errors:
  - wasi:sockets/network#error-code.invalid-argument
clause: >
  Zero is refused with `invalid-argument`. Any other hop limit is set, and read back; any other size of a buffer never
  causes an error, though what is read back may be another.
level: must
since: 0.2.0
needs: [network, ipv6]
table: {name: udp-options, select: {family: ipv6}}
---*/
#include "udp_options.h"

CASE { rows_check(udp_option_row); }
