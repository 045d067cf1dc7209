// Sockets and addresses.
//
// An ip-socket-address is twelve core values; these macros are those twelve arguments:
//   wasi_tcp_socket_start_bind(socket, network, NET_LOOPBACK(0), &bound);
//   wasi_udp_socket_stream(socket, NET_SOME(NET_IPV4(127, 0, 0, 1, port)), &streams);
#ifndef NET_H
#define NET_H

#include "check.h"

#define NET_IPV4(A, B, C, D, PORT) WASI_NETWORK_IP_SOCKET_ADDRESS_IPV4, (PORT), (A), (B), (C), (D), 0, 0, 0, 0, 0, 0
#define NET_LOOPBACK(PORT) NET_IPV4(127, 0, 0, 1, PORT)
#define NET_IPV6_SCOPED(PORT, FLOW, A, B, C, D, E, F, G, H, SCOPE) \
    WASI_NETWORK_IP_SOCKET_ADDRESS_IPV6, (PORT), (FLOW), (A), (B), (C), (D), (E), (F), (G), (H), (SCOPE)
#define NET_IPV6(A, B, C, D, E, F, G, H, PORT) NET_IPV6_SCOPED(PORT, 0, A, B, C, D, E, F, G, H, 0)
#define NET_LOOPBACK6(PORT) NET_IPV6(0, 0, 0, 0, 0, 0, 0, 1, PORT)
#define NET_SOME(ADDRESS) 1, ADDRESS
#define NET_NONE 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0

// The same address as it lies in memory, for lists of datagrams.
static inline wasi_network_ip_socket_address net_ipv4(uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint16_t port) {
    wasi_network_ip_socket_address address = {.tag = WASI_NETWORK_IP_SOCKET_ADDRESS_IPV4};
    address.ipv4.port = port;
    address.ipv4.address.f0 = a;
    address.ipv4.address.f1 = b;
    address.ipv4.address.f2 = c;
    address.ipv4.address.f3 = d;
    return address;
}

static inline wasi_tcp_socket net_tcp_socket(uint32_t family) {
    wasi_tcp_create_socket_create_tcp_socket_result made;
    wasi_tcp_create_socket_create_tcp_socket(family, &made);
    require_ok("creating a TCP socket", wasi_network_error_code, made);
    return made.ok;
}

static inline wasi_udp_socket net_udp_socket(uint32_t family) {
    wasi_udp_create_socket_create_udp_socket_result made;
    wasi_udp_create_socket_create_udp_socket(family, &made);
    require_ok("creating a UDP socket", wasi_network_error_code, made);
    return made.ok;
}

static inline void net_tcp_wait(wasi_tcp_socket socket) {
    wasi_pollable ready = wasi_tcp_socket_subscribe(socket);
    wasi_pollable_block(ready);
    wasi_pollable_drop(ready);
}

static inline void net_udp_wait(wasi_udp_socket socket) {
    wasi_pollable ready = wasi_udp_socket_subscribe(socket);
    wasi_pollable_block(ready);
    wasi_pollable_drop(ready);
}

// Finishes what was started, waiting as long as it answers would-block:
//   NET_TCP_FINISH(wasi_tcp_socket_finish_connect, socket, streams);
#define NET_TCP_FINISH(FINISH, SOCKET, RESULT)                                                           \
    for (FINISH(SOCKET, &RESULT); RESULT.is_err && RESULT.err == WASI_NETWORK_ERROR_CODE_WOULD_BLOCK;    \
         FINISH(SOCKET, &RESULT))                                                                        \
    net_tcp_wait(SOCKET)
#define NET_UDP_FINISH(FINISH, SOCKET, RESULT)                                                           \
    for (FINISH(SOCKET, &RESULT); RESULT.is_err && RESULT.err == WASI_NETWORK_ERROR_CODE_WOULD_BLOCK;    \
         FINISH(SOCKET, &RESULT))                                                                        \
    net_udp_wait(SOCKET)

// A TCP socket bound to a free port of the IPv4 loopback.
static inline wasi_tcp_socket net_tcp_bound(wasi_network network) {
    wasi_tcp_socket socket = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);
    wasi_tcp_socket_start_bind_result bound;
    wasi_tcp_socket_start_bind(socket, network, NET_LOOPBACK(0), &bound);
    require_ok("start-bind", wasi_network_error_code, bound);
    NET_TCP_FINISH(wasi_tcp_socket_finish_bind, socket, bound);
    require_ok("finish-bind", wasi_network_error_code, bound);
    return socket;
}

// Connects a socket to a port of the IPv4 loopback.
static inline wasi_tuple_input_stream_output_stream net_tcp_connect(
    wasi_network network, wasi_tcp_socket socket, uint32_t port
) {
    wasi_tcp_socket_start_connect_result started;
    wasi_tcp_socket_start_connect(socket, network, NET_LOOPBACK(port), &started);
    require_ok("start-connect", wasi_network_error_code, started);
    wasi_tcp_socket_finish_connect_result connected;
    NET_TCP_FINISH(wasi_tcp_socket_finish_connect, socket, connected);
    require_ok("finish-connect", wasi_network_error_code, connected);
    return connected.ok;
}

// The port that a bound IPv4 or IPv6 socket has.
static inline uint32_t net_tcp_port(wasi_tcp_socket socket) {
    wasi_tcp_socket_local_address_result local;
    wasi_tcp_socket_local_address(socket, &local);
    require_ok("local-address", wasi_network_error_code, local);
    return local.ok.tag == WASI_NETWORK_IP_SOCKET_ADDRESS_IPV4 ? local.ok.ipv4.port : local.ok.ipv6.port;
}

// A UDP socket bound to a free port of the IPv4 loopback.
static inline wasi_udp_socket net_udp_bound(wasi_network network) {
    wasi_udp_socket socket = net_udp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);
    wasi_udp_socket_start_bind_result bound;
    wasi_udp_socket_start_bind(socket, network, NET_LOOPBACK(0), &bound);
    require_ok("start-bind", wasi_network_error_code, bound);
    NET_UDP_FINISH(wasi_udp_socket_finish_bind, socket, bound);
    require_ok("finish-bind", wasi_network_error_code, bound);
    return socket;
}

#endif
