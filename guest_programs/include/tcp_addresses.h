// Rows of the table tcp-addresses: a new socket is bound or connected to an address, and the row tells what came of it,
// or the state that the socket is in afterwards.
#ifndef TCP_ADDRESSES_H
#define TCP_ADDRESSES_H

#include "rows.h"
#include "tcp.h"

#define ADDRESS_MAPPED(C, D, PORT) NET_IPV6(0, 0, 0, 0, 0, 0xffff, C, D, PORT)

static inline tcp_address address_of(uint32_t address, uint32_t family, uint32_t port) {
    bool ipv4 = family == TCP_IPV4;
    switch (address) {
        case ADDRESS_UNSPECIFIED: return tcp_unspecified(family, port);
        case ADDRESS_MULTICAST:
            return ipv4 ? (tcp_address){{NET_IPV4(224, 0, 0, 1, port)}}
                        : (tcp_address){{NET_IPV6(0xff02, 0, 0, 0, 0, 0, 0, 1, port)}};
        case ADDRESS_BROADCAST: return (tcp_address){{NET_IPV4(255, 255, 255, 255, port)}};
        case ADDRESS_MAPPED: return (tcp_address){{ADDRESS_MAPPED(0x7f00, 1, port)}};
        case ADDRESS_MAPPED_ANY: return (tcp_address){{ADDRESS_MAPPED(0, 0, port)}};
        case ADDRESS_OTHER_FAMILY: return tcp_loopback(ipv4 ? TCP_IPV6 : TCP_IPV4, port);
        case ADDRESS_PORT_ZERO: return tcp_loopback(family, 0);
        case ADDRESS_ELSEWHERE:
            return ipv4 ? (tcp_address){{NET_IPV4(192, 0, 2, 1, port)}}
                        : (tcp_address){{NET_IPV6(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1, port)}};
        default: return tcp_loopback(family, port);
    }
}

// Whether a socket can still be bound, is bound, or is past all that.
OUTLINED wasi_string address_state(wasi_network network, wasi_tcp_socket socket, uint32_t family) {
    wasi_tcp_socket_remote_address_result remote;
    wasi_tcp_socket_remote_address(socket, &remote);
    if (!remote.is_err) return text_of("connected");
    if (!tcp_bind(network, socket, tcp_loopback(family, 0)).is_err) return text_of("unbound");
    tcp_outcome listening;
    wasi_tcp_socket_start_listen(socket, &listening);
    return text_of(listening.is_err ? "closed" : "bound");
}

static wasi_string address_outcome(const struct row *row) {
    wasi_network network = wasi_instance_network_instance_network();
    uint32_t family = row->family == FAMILY_IPV4 ? TCP_IPV4 : TCP_IPV6;
    wasi_tcp_socket socket = net_tcp_socket(family);
    tcp_outcome outcome;
    if (row->operation == OPERATION_BIND) {
        outcome = tcp_bind(network, socket, address_of(row->address, family, 0));
    } else {
        tcp_address address = address_of(row->address, family, net_tcp_port(tcp_listening(network, family)));
        wasi_tcp_socket_finish_connect_result connected = tcp_connect(network, socket, address);
        outcome = (tcp_outcome){connected.is_err, connected.err};
    }
    return row->tells == TELLS_ANSWER ? tcp_text(outcome) : address_state(network, socket, family);
}

#endif
