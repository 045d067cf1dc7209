// Rows of the table tcp-denied. The port where somebody listens is the last argument.
#ifndef TCP_DENIED_ROWS_H
#define TCP_DENIED_ROWS_H

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

    bool any = row->operation == OPERATION_BIND_UNSPECIFIED;
    tcp_address address = any ? tcp_unspecified(family, 0) : tcp_loopback(family, 0);
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

#endif
