/*---
title: sockets of both families can be created
spec:
  - wasi:sockets/tcp-create-socket#create-tcp-socket
  - wasi:sockets/tcp#[method]tcp-socket.address-family
  - wasi:sockets/tcp#[method]tcp-socket.is-listening
errors: [wasi:sockets/network#error-code.not-supported]
clause: >
  create-tcp-socket makes a socket of the family it is asked for, or fails with `not-supported` where the platform
  has no such family. A new socket does not listen.
level: must
since: 0.2.0
needs: [network]
checks:
  - ipv4
  - ipv4-family
  - {name: ipv6, allowed: [ok, not-supported], preferred: ok}
  - {name: ipv6-family, allowed: [ipv6, none], preferred: ipv6}
  - listening
---*/
#include "tcp.h"

CASE {
    wasi_tcp_create_socket_create_tcp_socket_result ipv4, ipv6;
    wasi_tcp_create_socket_create_tcp_socket(TCP_IPV4, &ipv4);
    check_is_ok("ipv4", wasi_network_error_code, ipv4);
    if (ipv4.is_err) return;
    check_eq_enum("ipv4-family", wasi_network_ip_address_family, wasi_tcp_socket_address_family(ipv4.ok), TCP_IPV4);
    wasi_tcp_create_socket_create_tcp_socket(TCP_IPV6, &ipv6);
    choose_result("ipv6", wasi_network_error_code, ipv6);
    if (ipv6.is_err)
        choose("ipv6-family", "none");
    else
        choose_enum("ipv6-family", wasi_network_ip_address_family, wasi_tcp_socket_address_family(ipv6.ok));
    check_eq_u64("listening", wasi_tcp_socket_is_listening(ipv4.ok), false);
}
