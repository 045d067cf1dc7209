/*---
title: a datagram over IPv6 arrives whole, or is too large
spec:
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
errors: [wasi:sockets/network#error-code.datagram-too-large]
clause: >
  A datagram of any size up to what the system takes arrives with all of its bytes, none of them changed; of one that
  is larger, send fails with `datagram-too-large`. A datagram without bytes is one as well.
level: must
since: 0.2.0
needs: [network, ipv6]
table: {name: udp-sizes, select: {family: ipv6}}
---*/
#include "udp_sizes.h"

CASE {
    udp_sizes_from = udp_open(FAMILY_IPV6);
    udp_sizes_at = udp_open(FAMILY_IPV6);
    udp_sizes_to = udp_sizes_at.address;
    rows_check(udp_size_row);
}
