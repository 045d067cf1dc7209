/*---
title: without a grant TCP says access-denied and nothing else, over IPv6
spec:
  - wasi:sockets/tcp-create-socket#create-tcp-socket
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.local-address
  - wasi:sockets/tcp#[method]tcp-socket.remote-address
  - wasi:sockets/tcp#[method]tcp-socket.start-listen
  - wasi:sockets/tcp#[method]tcp-socket.accept
  - wasi:sockets/tcp#[method]tcp-socket.is-listening
  - wasi:sockets/instance-network#instance-network
errors: [wasi:sockets/network#error-code.access-denied]
clause: >
  An implementation should deny all network access that was not granted, and say `access-denied`: for binds, and for
  connects whether or not somebody listens there. A socket whose bind and connect were denied has no address, does
  not listen and accepts nothing.
level: should
since: 0.2.0
needs: [ipv6]
peers: {open: http}
arguments: ["{open.port}"]
table: {name: tcp-denied, select: {family: ipv6}}
---*/
#include "args.h"
#include "rows.h"
#include "tcp.h"

static wasi_string denied(const struct row *row) {
    wasi_network network = wasi_instance_network_instance_network();
    uint32_t family = row->family == FAMILY_IPV4 ? TCP_IPV4 : TCP_IPV6;
    wasi_tcp_create_socket_create_tcp_socket_result made;
    wasi_tcp_create_socket_create_tcp_socket(family, &made);
    if (row->operation == OPERATION_CREATE) return tcp_text(made);
    bool reaching = row->operation <= OPERATION_CONNECT_CLOSED;
    if (made.is_err) return reaching ? tcp_text(made) : text_of("no-socket");
    wasi_tcp_socket socket = made.ok;

    tcp_address address = tcp_loopback(family, 0);
    if (row->operation == OPERATION_BIND_UNSPECIFIED)
        address = family == TCP_IPV4 ? (tcp_address){{NET_IPV4(0, 0, 0, 0, 0)}} : (tcp_address){{NET_IPV6(0, 0, 0, 0, 0, 0, 0, 0, 0)}};
    bool connecting = row->operation == OPERATION_CONNECT_OPEN || row->operation == OPERATION_CONNECT_CLOSED;
    tcp_outcome bound = {0, 0};
    if (!connecting) bound = tcp_bind(network, socket, address);
    if (reaching && !connecting) return tcp_text(bound);
    // Nobody listens at port 1.
    uint32_t port = row->operation == OPERATION_CONNECT_CLOSED ? 1 : args_last_number();
    wasi_tcp_socket_finish_connect_result connected = tcp_connect(network, socket, tcp_loopback(family, port));
    if (reaching) return tcp_text(connected);

    if (row->operation == OPERATION_LOCAL_ADDRESS) {
        wasi_tcp_socket_local_address_result got;
        wasi_tcp_socket_local_address(socket, &got);
        return tcp_text(got);
    }
    if (row->operation == OPERATION_REMOTE_ADDRESS) {
        wasi_tcp_socket_remote_address_result got;
        wasi_tcp_socket_remote_address(socket, &got);
        return tcp_text(got);
    }
    if (row->operation == OPERATION_START_LISTEN) {
        tcp_outcome got;
        wasi_tcp_socket_start_listen(socket, &got);
        return tcp_text(got);
    }
    if (row->operation == OPERATION_ACCEPT) {
        wasi_tcp_socket_accept_result got;
        wasi_tcp_socket_accept(socket, &got);
        return tcp_text(got);
    }
    return text_of(wasi_tcp_socket_is_listening(socket) ? "true" : "false");
}

CASE { rows_check(denied); }
