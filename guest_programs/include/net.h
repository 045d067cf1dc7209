// Sockets and addresses.
//
// An ip-socket-address is twelve core values; these macros are those twelve arguments:
//   wasi_tcp_socket_start_bind(socket, network, NET_LOOPBACK(0), &bound);
//   wasi_udp_socket_stream(socket, NET_SOME(NET_IPV4(127, 0, 0, 1, port)), &streams);
#ifndef NET_H
#define NET_H

#include "check.h"
#include "io.h"

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

static inline wasi_network_ip_socket_address net_loopback6(uint16_t port) {
    wasi_network_ip_socket_address address = {.tag = WASI_NETWORK_IP_SOCKET_ADDRESS_IPV6};
    address.ipv6.port = port;
    address.ipv6.address.f7 = 1;
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

// Binds a socket to an address (a macro, because an address is twelve arguments).
#define NET_TCP_BIND(SOCKET, NETWORK, ...)                                          \
    do {                                                                            \
        wasi_tcp_socket_start_bind_result bound;                                    \
        wasi_tcp_socket_start_bind(SOCKET, NETWORK, __VA_ARGS__, &bound);           \
        require_ok("start-bind", wasi_network_error_code, bound);                   \
        NET_TCP_FINISH(wasi_tcp_socket_finish_bind, SOCKET, bound);                 \
        require_ok("finish-bind", wasi_network_error_code, bound);                  \
    } while (0)

// A TCP socket bound to a free port of the IPv4 loopback.
static inline wasi_tcp_socket net_tcp_bound(wasi_network network) {
    wasi_tcp_socket socket = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);
    NET_TCP_BIND(socket, network, NET_LOOPBACK(0));
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

// Makes a bound socket listen.
static inline void net_tcp_listen(wasi_tcp_socket socket) {
    wasi_tcp_socket_start_listen_result listening;
    wasi_tcp_socket_start_listen(socket, &listening);
    require_ok("start-listen", wasi_network_error_code, listening);
    NET_TCP_FINISH(wasi_tcp_socket_finish_listen, socket, listening);
    require_ok("finish-listen", wasi_network_error_code, listening);
}

// A TCP socket that listens at a free port of the IPv4 loopback.
static inline wasi_tcp_socket net_tcp_listening(wasi_network network) {
    wasi_tcp_socket socket = net_tcp_bound(network);
    net_tcp_listen(socket);
    return socket;
}

// One end of a connection.
typedef struct {
    wasi_tcp_socket socket;
    wasi_input_stream input;
    wasi_output_stream output;
} net_end;

static inline void net_shutdown_send(wasi_tcp_socket socket) {
    wasi_tcp_socket_shutdown_result shut;
    wasi_tcp_socket_shutdown(socket, WASI_TCP_SHUTDOWN_TYPE_SEND, &shut);
    require_ok("shutdown", wasi_network_error_code, shut);
}

// Ends a connection by dropping all there is of its end.
static inline void net_close(net_end end) {
    wasi_input_stream_drop(end.input);
    wasi_output_stream_drop(end.output);
    wasi_tcp_socket_drop(end.socket);
}

// The next connection that a listener has, waited for.
static inline net_end net_tcp_accept(wasi_tcp_socket listener) {
    wasi_tcp_socket_accept_result accepted;
    NET_TCP_FINISH(wasi_tcp_socket_accept, listener, accepted);
    require_ok("accept", wasi_network_error_code, accepted);
    return (net_end){accepted.ok.f0, accepted.ok.f1, accepted.ok.f2};
}

// A connection of the guest to itself; the listener stays open.
typedef struct {
    net_end client, server;
} net_pair;

static inline net_pair net_tcp_pair(wasi_network network) {
    wasi_tcp_socket listener = net_tcp_listening(network), socket = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);
    wasi_tuple_input_stream_output_stream streams = net_tcp_connect(network, socket, net_tcp_port(listener));
    return (net_pair){{socket, streams.f0, streams.f1}, net_tcp_accept(listener)};
}

// Two socket addresses of the same family, port and address; what only IPv6 has besides is not compared.
static inline bool net_same_address(wasi_network_ip_socket_address a, wasi_network_ip_socket_address b) {
    if (a.tag != b.tag) return false;
    if (a.tag == WASI_NETWORK_IP_SOCKET_ADDRESS_IPV4)
        return a.ipv4.port == b.ipv4.port && memcmp(&a.ipv4.address, &b.ipv4.address, sizeof a.ipv4.address) == 0;
    return a.ipv6.port == b.ipv6.port && memcmp(&a.ipv6.address, &b.ipv6.address, sizeof a.ipv6.address) == 0;
}

OUTLINED wasi_string net_ipv4_text(const uint8_t *bytes) {
    wasi_string text = text_of_u64(bytes[0]);
    for (uint32_t i = 1; i < 4; i++) text = text_join(text, text_join(text_of("."), text_of_u64(bytes[i])));
    return text;
}

// Eight decimal groups: unusual, but enough to tell addresses apart in a report.
OUTLINED wasi_string net_ipv6_text(const uint16_t *groups) {
    wasi_string text = text_join(text_of("ipv6("), text_of_u64(groups[0]));
    for (uint32_t i = 1; i < 8; i++) text = text_join(text, text_join(text_of(","), text_of_u64(groups[i])));
    return text_join(text, text_of(")"));
}

static inline wasi_string net_ip_text(wasi_network_ip_address address) {
    return address.tag == WASI_NETWORK_IP_ADDRESS_IPV4 ? net_ipv4_text((const uint8_t *)&address.ipv4)
                                                       : net_ipv6_text((const uint16_t *)&address.ipv6);
}

static inline wasi_string net_address_text(wasi_network_ip_socket_address address) {
    bool ipv4 = address.tag == WASI_NETWORK_IP_SOCKET_ADDRESS_IPV4;
    wasi_string ip = ipv4 ? net_ipv4_text((const uint8_t *)&address.ipv4.address)
                          : net_ipv6_text((const uint16_t *)&address.ipv6.address);
    return text_join(ip, text_join(text_of(":"), text_of_u64(ipv4 ? address.ipv4.port : address.ipv6.port)));
}

static inline void check_eq_address(
    const char *name, wasi_network_ip_socket_address got, wasi_network_ip_socket_address want
) {
    report_check(name, net_same_address(got, want), net_address_text(got), net_address_text(want));
}

static inline wasi_network_ip_socket_address net_tcp_local(wasi_tcp_socket socket) {
    wasi_tcp_socket_local_address_result local;
    wasi_tcp_socket_local_address(socket, &local);
    require_ok("local-address", wasi_network_error_code, local);
    return local.ok;
}

static inline wasi_network_ip_socket_address net_udp_local(wasi_udp_socket socket) {
    wasi_udp_socket_local_address_result local;
    wasi_udp_socket_local_address(socket, &local);
    require_ok("local-address", wasi_network_error_code, local);
    return local.ok;
}

// The datagram streams of a bound socket that is not limited to one peer.
static inline wasi_tuple_incoming_datagram_stream_outgoing_datagram_stream net_udp_streams(wasi_udp_socket socket) {
    wasi_udp_socket_stream_result streams;
    wasi_udp_socket_stream(socket, NET_NONE, &streams);
    require_ok("stream", wasi_network_error_code, streams);
    return streams.ok;
}

// Waits until at least one datagram may be sent.
static inline void net_udp_await_permit(wasi_outgoing_datagram_stream stream) {
    for (;;) {
        wasi_outgoing_datagram_stream_check_send_result permitted;
        wasi_outgoing_datagram_stream_check_send(stream, &permitted);
        require_ok("check-send", wasi_network_error_code, permitted);
        if (permitted.ok) return;
        wasi_pollable ready = wasi_outgoing_datagram_stream_subscribe(stream);
        wasi_pollable_block(ready);
        wasi_pollable_drop(ready);
    }
}

// Sends one datagram to an address.
static inline void net_udp_send(
    wasi_outgoing_datagram_stream stream, const char *text, wasi_network_ip_socket_address to
) {
    wasi_udp_outgoing_datagram datagram = {{(uint8_t *)text, text_length(text)}, {1, to}};
    net_udp_await_permit(stream);
    wasi_outgoing_datagram_stream_send_result sent;
    wasi_outgoing_datagram_stream_send(stream, &datagram, 1, &sent);
    require_ok("send", wasi_network_error_code, sent);
    require("the datagram is sent", sent.ok == 1);
}

// Waits for a datagram and takes no more than one.
static inline wasi_udp_incoming_datagram net_udp_receive(wasi_incoming_datagram_stream stream) {
    for (;;) {
        wasi_incoming_datagram_stream_receive_result received;
        wasi_incoming_datagram_stream_receive(stream, 1, &received);
        require_ok("receive", wasi_network_error_code, received);
        require("no more datagrams than asked for", received.ok.len <= 1);
        if (received.ok.len) return received.ok.ptr[0];
        wasi_pollable ready = wasi_incoming_datagram_stream_subscribe(stream);
        wasi_pollable_block(ready);
        wasi_pollable_drop(ready);
    }
}

// The next address of a lookup, waited for; an error other than would-block is the caller's to judge.
static inline wasi_resolve_address_stream_resolve_next_address_result net_next_address(
    wasi_resolve_address_stream stream
) {
    for (;;) {
        wasi_resolve_address_stream_resolve_next_address_result next;
        wasi_resolve_address_stream_resolve_next_address(stream, &next);
        if (!next.is_err || next.err != WASI_NETWORK_ERROR_CODE_WOULD_BLOCK) return next;
        wasi_pollable ready = wasi_resolve_address_stream_subscribe(stream);
        wasi_pollable_block(ready);
        wasi_pollable_drop(ready);
    }
}

#endif
