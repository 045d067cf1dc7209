/*---
title: eight megabytes each way at once between two sockets of a guest, over IPv6
spec:
  - wasi:io/streams#[method]input-stream.read
  - wasi:io/streams#[method]output-stream.write
  - wasi:io/streams#[method]output-stream.check-write
  - wasi:io/poll#poll
clause: >
  The two directions of a connection are independent: both ends send 8 MiB as check-write permits while they receive
  those of the other, and each receives them whole, in order and unchanged.
level: must
since: 0.2.0
needs: [network, ipv6]
checks: [client-received, client-wrong-bytes, server-received, server-wrong-bytes]
---*/
#include "tcp_transfer.h"

CASE {
    net_pair pair = tcp_pair(wasi_instance_network_instance_network(), TCP_IPV6);
    transfer_end ends[] = {transfer_of(pair.client, 8 << 20, 1, 2), transfer_of(pair.server, 8 << 20, 2, 1)};
    transfer(ends, 2);
    check_eq_u64("client-received", ends[0].received, 8 << 20);
    check_eq_u64("client-wrong-bytes", ends[0].wrong, 0);
    check_eq_u64("server-received", ends[1].received, 8 << 20);
    check_eq_u64("server-wrong-bytes", ends[1].wrong, 0);
}
