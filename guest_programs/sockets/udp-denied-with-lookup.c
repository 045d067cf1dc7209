/*---
title: a grant to look up names is no grant to bind a UDP socket
spec: wasi:sockets/udp#[method]udp-socket.start-bind
errors: [wasi:sockets/network#error-code.access-denied]
clause: >
  An implementation should deny all network access that was not granted: where a guest may look up names and no more,
  to bind a UDP socket fails with `access-denied`, in whichever of create, start and finish.
level: should
since: 0.2.0
needs: [name-lookup]
checks: [bind]
---*/
#include "udp.h"

CASE {
    wasi_udp_create_socket_create_udp_socket_result made;
    wasi_udp_create_socket_create_udp_socket(UDP_IPV4, &made);
    wasi_udp_socket_start_bind_result bound = {made.is_err, made.err};
    if (!bound.is_err) bound = udp_bind(made.ok, udp_loopback(UDP_IPV4, 0));
    check_is_err("bind", wasi_network_error_code, bound, WASI_NETWORK_ERROR_CODE_ACCESS_DENIED);
}
