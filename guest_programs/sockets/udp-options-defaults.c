/*---
title: options of a bound UDP socket have values that could be set
spec:
  - wasi:sockets/udp#[method]udp-socket.unicast-hop-limit
  - wasi:sockets/udp#[method]udp-socket.receive-buffer-size
  - wasi:sockets/udp#[method]udp-socket.send-buffer-size
clause: >
  Nobody has set them, and yet they have values: the hop limit and the sizes of both buffers are 1 or more, as 0 is
  refused for each.
level: must
since: 0.2.0
needs: [network]
checks: [unicast-hop-limit, receive-buffer-size, send-buffer-size]
---*/
#include "udp.h"

CASE {
    wasi_udp_socket socket = udp_bound(UDP_IPV4);
    wasi_udp_socket_unicast_hop_limit_result hops;
    wasi_udp_socket_unicast_hop_limit(socket, &hops);
    check_at_least_u64("unicast-hop-limit", hops.is_err ? 0 : hops.ok, 1);
    wasi_udp_socket_receive_buffer_size_result size;
    wasi_udp_socket_receive_buffer_size(socket, &size);
    check_at_least_u64("receive-buffer-size", size.is_err ? 0 : size.ok, 1);
    wasi_udp_socket_send_buffer_size(socket, &size);
    check_at_least_u64("send-buffer-size", size.is_err ? 0 : size.ok, 1);
}
