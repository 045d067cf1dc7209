/*---
title: whither a datagram over IPv6 can be sent, and what is said where it cannot
spec:
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
errors:
  - wasi:sockets/network#error-code.invalid-argument
clause: >
  A datagram needs an address when the streams are for anyone; when they are for one peer it needs none, or exactly
  the peer's. An address of the wrong family and an unspecified one are an `invalid-argument`.
level: must
since: 0.2.0
needs: [network, ipv6]
table:
  name: udp-send-to
  select:
    family: ipv6
    address: [none, peer, other-port, other-address, unspecified, other-family, other-family-unspecified, mapped-peer]
---*/
#include "udp_sends.h"

CASE { rows_check(udp_send_row); }
