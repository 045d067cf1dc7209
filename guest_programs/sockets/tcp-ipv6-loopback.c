/*---
title: a guest connects to itself over IPv6
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
  - wasi:sockets/tcp#[method]tcp-socket.local-address
  - wasi:sockets/tcp-create-socket#create-tcp-socket
clause: >
  A socket of the IPv6 family binds to the IPv6 loopback, reports an IPv6 address, and carries bytes over a
  connection.
level: must
since: 0.2.0
needs: [network, ipv6]
checks: [family, local-address, port-is-real, received]
---*/
#include "net.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket listener = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV6);
    check_eq_enum("family", wasi_network_ip_address_family, wasi_tcp_socket_address_family(listener),
                  WASI_NETWORK_IP_ADDRESS_FAMILY_IPV6);
    NET_TCP_BIND(listener, network, NET_LOOPBACK6(0));
    net_tcp_listen(listener);
    wasi_network_ip_socket_address local = net_tcp_local(listener);
    check_eq_address("local-address", local, net_loopback6(local.ipv6.port));
    check_at_least_u64("port-is-real", local.ipv6.port, 1);

    wasi_tcp_socket socket = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV6);
    wasi_tcp_socket_start_connect_result started;
    wasi_tcp_socket_start_connect(socket, network, NET_LOOPBACK6(local.ipv6.port), &started);
    require_ok("start-connect", wasi_network_error_code, started);
    wasi_tcp_socket_finish_connect_result connected;
    NET_TCP_FINISH(wasi_tcp_socket_finish_connect, socket, connected);
    require_ok("finish-connect", wasi_network_error_code, connected);

    io_write_all(connected.ok.f1, STR("six"));
    wasi_string received = io_read_exactly(net_tcp_accept(listener).input, 3);
    check_eq_text("received", received, "six");
}
