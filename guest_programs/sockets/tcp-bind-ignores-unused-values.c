/*---
title: of an address only the values of its family count
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
clause: >
  A socket address is a variant, flattened: an IPv4 address leaves the last values of the twelve unused, and what
  stands there is not looked at; of a port, which has 16 bits, the bits above are not (Canonical ABI).
level: must
since: 0.2.0
needs: [network]
checks: [address]
---*/
#include "tcp.h"

CASE {
    tcp_address address = {{WASI_NETWORK_IP_SOCKET_ADDRESS_IPV4, 0x50000, 0x17f, 0, 0x300, 1, 6, 7, 8, 9, 10, 11}};
    wasi_tcp_socket socket = net_tcp_socket(TCP_IPV4);
    tcp_outcome bound = tcp_bind(wasi_instance_network_instance_network(), socket, address);
    require_ok("binding", wasi_network_error_code, bound);
    wasi_network_ip_socket_address local = net_tcp_local(socket);
    check_eq_address("address", local, net_ipv4(127, 0, 0, 1, local.ipv4.port));
}
