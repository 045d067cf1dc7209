// TCP sockets of either family, at addresses that are chosen while the guest runs.
#ifndef TCP_H
#define TCP_H

#include "net.h"

enum { TCP_IPV4 = WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4, TCP_IPV6 = WASI_NETWORK_IP_ADDRESS_FAMILY_IPV6 };

// A socket address as the twelve core values that it is passed as.
typedef struct {
    uint32_t of[12];
} tcp_address;

#define TCP_FLAT(ADDRESS)                                                                                             \
    (ADDRESS).of[0], (ADDRESS).of[1], (ADDRESS).of[2], (ADDRESS).of[3], (ADDRESS).of[4], (ADDRESS).of[5],             \
        (ADDRESS).of[6], (ADDRESS).of[7], (ADDRESS).of[8], (ADDRESS).of[9], (ADDRESS).of[10], (ADDRESS).of[11]

static inline tcp_address tcp_loopback(uint32_t family, uint32_t port) {
    return family == TCP_IPV4 ? (tcp_address){{NET_LOOPBACK(port)}} : (tcp_address){{NET_LOOPBACK6(port)}};
}

static inline tcp_address tcp_unspecified(uint32_t family, uint32_t port) {
    return family == TCP_IPV4 ? (tcp_address){{NET_IPV4(0, 0, 0, 0, port)}}
                              : (tcp_address){{NET_IPV6(0, 0, 0, 0, 0, 0, 0, 0, port)}};
}

// What a bind, a connect or a listen comes to: both functions of it, and the waiting between.
typedef wasi_result_void_network_error_code tcp_outcome;

#define tcp_text(RESULT) text_of_result(wasi_network_error_code, RESULT)

OUTLINED tcp_outcome tcp_bind(wasi_network network, wasi_tcp_socket socket, tcp_address address) {
    tcp_outcome bound;
    wasi_tcp_socket_start_bind(socket, network, TCP_FLAT(address), &bound);
    if (!bound.is_err) NET_TCP_FINISH(wasi_tcp_socket_finish_bind, socket, bound);
    return bound;
}

OUTLINED wasi_tcp_socket_finish_connect_result tcp_connect(
    wasi_network network, wasi_tcp_socket socket, tcp_address address
) {
    tcp_outcome started;
    wasi_tcp_socket_start_connect(socket, network, TCP_FLAT(address), &started);
    wasi_tcp_socket_finish_connect_result connected = {.is_err = started.is_err, .err = started.err};
    if (!started.is_err) NET_TCP_FINISH(wasi_tcp_socket_finish_connect, socket, connected);
    return connected;
}

// ------------------------------------------------------------------------------------------------ set-up

OUTLINED wasi_tcp_socket tcp_bound(wasi_network network, uint32_t family) {
    wasi_tcp_socket socket = net_tcp_socket(family);
    tcp_outcome bound = tcp_bind(network, socket, tcp_loopback(family, 0));
    require_ok("binding to a free port of the loopback", wasi_network_error_code, bound);
    return socket;
}

OUTLINED wasi_tcp_socket tcp_listening(wasi_network network, uint32_t family) {
    wasi_tcp_socket socket = tcp_bound(network, family);
    net_tcp_listen(socket);
    return socket;
}

OUTLINED net_end tcp_connected(wasi_network network, wasi_tcp_socket socket, tcp_address address) {
    wasi_tcp_socket_finish_connect_result connected = tcp_connect(network, socket, address);
    require_ok("connecting", wasi_network_error_code, connected);
    return (net_end){socket, connected.ok.f0, connected.ok.f1};
}

// A new socket, connected to a port of the loopback.
static inline net_end tcp_client(wasi_network network, uint32_t family, uint32_t port) {
    return tcp_connected(network, net_tcp_socket(family), tcp_loopback(family, port));
}

// A connection of the guest to itself; the listener stays open.
OUTLINED net_pair tcp_pair(wasi_network network, uint32_t family) {
    wasi_tcp_socket listener = tcp_listening(network, family);
    net_end client = tcp_client(network, family, net_tcp_port(listener));
    return (net_pair){client, net_tcp_accept(listener)};
}

#endif
