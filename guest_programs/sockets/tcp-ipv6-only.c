/*---
title: an IPv6 socket at the unspecified address leaves IPv4 alone
spec:
  - wasi:sockets/tcp-create-socket#create-tcp-socket
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.start-listen
clause: >
  On IPv6 sockets IPV6_V6ONLY is enabled. While one listens at `::` and a port, nobody listens at that port of
  127.0.0.1: an IPv4 socket cannot connect to it, and can bind to it. A host that grants the loopback alone may deny
  the unspecified address.
level: must
since: 0.2.0
needs: [network, ipv6]
checks:
  - {name: over-ipv4, allowed: [connection-refused, denied], preferred: connection-refused}
  - {name: bind-ipv4, allowed: [ok, denied], preferred: ok}
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket_finish_connect_result connected;
    tcp_outcome bound;
    // Another program may have the same port of IPv4, rarely: then another port tells more.
    for (uint32_t tries = 0; tries < 4; tries++) {
        wasi_tcp_socket listener = net_tcp_socket(TCP_IPV6);
        bound = tcp_bind(network, listener, tcp_unspecified(TCP_IPV6, 0));
        if (bound.is_err && bound.err == WASI_NETWORK_ERROR_CODE_ACCESS_DENIED) {
            choose("over-ipv4", "denied");
            choose("bind-ipv4", "denied");
            return;
        }
        require_ok("binding to ::", wasi_network_error_code, bound);
        net_tcp_listen(listener);
        tcp_address ipv4 = tcp_loopback(TCP_IPV4, net_tcp_port(listener));
        connected = tcp_connect(network, net_tcp_socket(TCP_IPV4), ipv4);
        bound = tcp_bind(network, net_tcp_socket(TCP_IPV4), ipv4);
        if (connected.is_err && !bound.is_err) break;
    }
    choose_result("over-ipv4", wasi_network_error_code, connected);
    choose_result("bind-ipv4", wasi_network_error_code, bound);
}
