/*---
title: without a grant, a TCP socket reaches nothing and says access-denied
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
errors: [wasi:sockets/network#error-code.access-denied]
clause: >
  An implementation should deny all network access that was not granted, and an access that is denied should fail with
  `access-denied`: binding to the loopback and connecting to it both do, in whichever of create, start and finish.
level: should
since: 0.2.0
checks: [bind, connect]
---*/
#include "net.h"

// The first failure on the way to a bound or connected socket, or the ok of the last step.
static wasi_result_void_network_error_code attempt(bool connecting) {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_create_socket_create_tcp_socket_result made;
    wasi_tcp_create_socket_create_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4, &made);
    wasi_result_void_network_error_code outcome = {made.is_err, made.err};
    if (made.is_err) return outcome;

    if (!connecting) {
        wasi_tcp_socket_start_bind(made.ok, network, NET_LOOPBACK(0), &outcome);
        if (!outcome.is_err) NET_TCP_FINISH(wasi_tcp_socket_finish_bind, made.ok, outcome);
        return outcome;
    }
    wasi_tcp_socket_start_connect(made.ok, network, NET_LOOPBACK(1), &outcome);
    if (outcome.is_err) return outcome;
    wasi_tcp_socket_finish_connect_result connected;
    NET_TCP_FINISH(wasi_tcp_socket_finish_connect, made.ok, connected);
    return (wasi_result_void_network_error_code){connected.is_err, connected.err};
}

CASE {
    wasi_result_void_network_error_code bound = attempt(false), connected = attempt(true);
    check_is_err("bind", wasi_network_error_code, bound, WASI_NETWORK_ERROR_CODE_ACCESS_DENIED);
    check_is_err("connect", wasi_network_error_code, connected, WASI_NETWORK_ERROR_CODE_ACCESS_DENIED);
}
