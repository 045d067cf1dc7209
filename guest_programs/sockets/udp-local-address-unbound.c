/*---
title: a UDP socket that was not bound has no local address
spec: wasi:sockets/udp#[method]udp-socket.local-address
errors: [wasi:sockets/network#error-code.invalid-state]
clause: >
  Where POSIX leaves the answer open, local-address on a socket that has not been bound must fail with
  `invalid-state`.
level: must
since: 0.2.0
needs: [network]
checks: [local-address]
---*/
#include "net.h"

CASE {
    wasi_udp_socket_local_address_result local;
    wasi_udp_socket_local_address(net_udp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4), &local);
    check_is_err("local-address", wasi_network_error_code, local, WASI_NETWORK_ERROR_CODE_INVALID_STATE);
}
