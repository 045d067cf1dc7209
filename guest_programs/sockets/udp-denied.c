/*---
title: without a grant, a UDP socket cannot be bound and says access-denied
spec: wasi:sockets/udp#[method]udp-socket.start-bind
errors: [wasi:sockets/network#error-code.access-denied]
clause: >
  An implementation should deny all network access that was not granted, and an access that is denied should fail with
  `access-denied`: binding a UDP socket to the loopback does, in whichever of create, start and finish.
level: should
since: 0.2.0
checks: [bind]
---*/
#include "net.h"

CASE {
    wasi_udp_create_socket_create_udp_socket_result made;
    wasi_udp_create_socket_create_udp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4, &made);
    wasi_udp_socket_start_bind_result bound = {made.is_err, made.err};
    if (!bound.is_err)
        wasi_udp_socket_start_bind(made.ok, wasi_instance_network_instance_network(), NET_LOOPBACK(0), &bound);
    if (!bound.is_err) NET_UDP_FINISH(wasi_udp_socket_finish_bind, made.ok, bound);
    check_is_err("bind", wasi_network_error_code, bound, WASI_NETWORK_ERROR_CODE_ACCESS_DENIED);
}
