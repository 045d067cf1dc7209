/*---
title: a socket that is bound cannot be bound again
spec: wasi:sockets/tcp#[method]tcp-socket.start-bind
errors: [wasi:sockets/network#error-code.invalid-state]
clause: >
  Once a bind has succeeded the binding cannot be changed: another start-bind fails with `invalid-state` and the local
  address stays what it was.
level: must
since: 0.2.0
needs: [network]
checks: [second-start-bind, address-kept]
---*/
#include "net.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket socket = net_tcp_bound(network);
    wasi_network_ip_socket_address before = net_tcp_local(socket);

    wasi_tcp_socket_start_bind_result again;
    wasi_tcp_socket_start_bind(socket, network, NET_LOOPBACK(0), &again);
    check_is_err("second-start-bind", wasi_network_error_code, again, WASI_NETWORK_ERROR_CODE_INVALID_STATE);
    check_eq_address("address-kept", net_tcp_local(socket), before);
}
