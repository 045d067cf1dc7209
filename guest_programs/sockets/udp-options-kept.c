/*---
title: a hop limit that was set before the bind is kept, by each socket for itself
spec:
  - wasi:sockets/udp#[method]udp-socket.unicast-hop-limit
  - wasi:sockets/udp#[method]udp-socket.set-unicast-hop-limit
clause: >
  The option belongs to the socket, in whatever state: the value that was set before the socket was bound is read back
  when it is bound, when it streams and after a datagram was sent. That of another socket is its own.
level: must
since: 0.2.0
needs: [network]
checks: [bound, streaming, after-sending, other-socket]
---*/
#include "udp.h"

static uint64_t hops(wasi_udp_socket socket) {
    wasi_udp_socket_unicast_hop_limit_result got;
    wasi_udp_socket_unicast_hop_limit(socket, &got);
    require_ok("unicast-hop-limit", wasi_network_error_code, got);
    return got.ok;
}

static void set_hops(wasi_udp_socket socket, uint32_t value) {
    wasi_udp_socket_set_unicast_hop_limit_result got;
    wasi_udp_socket_set_unicast_hop_limit(socket, value, &got);
    require_ok("set-unicast-hop-limit", wasi_network_error_code, got);
}

CASE {
    wasi_udp_socket socket = net_udp_socket(UDP_IPV4);
    wasi_udp_socket other = udp_bound(UDP_IPV4);
    set_hops(socket, 7);
    set_hops(other, 33);
    wasi_udp_socket_start_bind_result bound = udp_bind(socket, udp_loopback(UDP_IPV4, 0));
    require_ok("bind", wasi_network_error_code, bound);
    check_eq_u64("bound", hops(socket), 7);
    udp_end end = udp_end_with(socket, udp_stream_to(socket, net_udp_local(other)));
    check_eq_u64("streaming", hops(socket), 7);
    udp_send(end.out, udp_to_peer(STR("x")));
    check_eq_u64("after-sending", hops(socket), 7);
    check_eq_u64("other-socket", hops(other), 33);
}
