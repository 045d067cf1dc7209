// UDP over both families: addresses in variables, ends that are bound and streaming, datagrams sent and received.
//
// In tables, FAMILY_IPV4 and FAMILY_IPV6 count as the WIT's families and as the tags of addresses do.
#ifndef UDP_H
#define UDP_H

#include "net.h"

enum { UDP_IPV4 = WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4, UDP_IPV6 = WASI_NETWORK_IP_ADDRESS_FAMILY_IPV6 };

typedef wasi_network_ip_socket_address udp_address;

// An address in a variable as the twelve arguments that it is; names its argument often.
#define UDP_FLAT(W) W[0], W[1], W[2], W[3], W[4], W[5], W[6], W[7], W[8], W[9], W[10], W[11]

OUTLINED void udp_flatten(const udp_address *address, uint32_t *flat) {
    memset(flat, 0, 12 * sizeof *flat);
    *flat++ = address->tag;
    if (address->tag == WASI_NETWORK_IP_SOCKET_ADDRESS_IPV4) {
        const uint8_t *bytes = (const uint8_t *)&address->ipv4.address;
        *flat++ = address->ipv4.port;
        for (uint32_t i = 0; i < 4; i++) *flat++ = bytes[i];
    } else {
        const uint16_t *groups = (const uint16_t *)&address->ipv6.address;
        *flat++ = address->ipv6.port;
        *flat++ = address->ipv6.flow_info;
        for (uint32_t i = 0; i < 8; i++) *flat++ = groups[i];
        *flat++ = address->ipv6.scope_id;
    }
}

OUTLINED udp_address udp_loopback(uint32_t family, uint32_t port) {
    return family == UDP_IPV4 ? net_ipv4(127, 0, 0, 1, (uint16_t)port)
                                                         : net_loopback6((uint16_t)port);
}

OUTLINED udp_address udp_unspecified(uint32_t family, uint32_t port) {
    return family == UDP_IPV4
               ? net_ipv4(0, 0, 0, 0, (uint16_t)port)
               : (udp_address){.tag = WASI_NETWORK_IP_SOCKET_ADDRESS_IPV6, .ipv6.port = (uint16_t)port};
}

static inline uint32_t udp_port(udp_address address) {
    return address.tag == WASI_NETWORK_IP_SOCKET_ADDRESS_IPV4 ? address.ipv4.port : address.ipv6.port;
}

// Binds a socket, in whichever of start-bind and finish-bind it fails.
OUTLINED wasi_udp_socket_start_bind_result udp_bind(wasi_udp_socket socket, udp_address address) {
    uint32_t flat[12];
    udp_flatten(&address, flat);
    wasi_udp_socket_start_bind_result bound;
    wasi_udp_socket_start_bind(socket, wasi_instance_network_instance_network(), UDP_FLAT(flat), &bound);
    if (!bound.is_err) NET_UDP_FINISH(wasi_udp_socket_finish_bind, socket, bound);
    return bound;
}

// Starts to bind a socket to a free port of its family's loopback, and leaves it to the caller to finish.
OUTLINED wasi_udp_socket_start_bind_result udp_start_bind(wasi_udp_socket socket, uint32_t family) {
    uint32_t flat[12];
    udp_address address = udp_loopback(family, 0);
    udp_flatten(&address, flat);
    wasi_udp_socket_start_bind_result started;
    wasi_udp_socket_start_bind(socket, wasi_instance_network_instance_network(), UDP_FLAT(flat), &started);
    return started;
}

// A socket bound to a free port of its family's loopback.
OUTLINED wasi_udp_socket udp_bound(uint32_t family) {
    wasi_udp_socket socket = net_udp_socket(family);
    wasi_udp_socket_start_bind_result bound = udp_bind(socket, udp_loopback(family, 0));
    require_ok("binding to the loopback", wasi_network_error_code, bound);
    return socket;
}

// Streams to and from one address only.
OUTLINED wasi_udp_socket_stream_result udp_stream_to(wasi_udp_socket socket, udp_address remote) {
    uint32_t flat[12];
    udp_flatten(&remote, flat);
    wasi_udp_socket_stream_result streams;
    wasi_udp_socket_stream(socket, 1, UDP_FLAT(flat), &streams);
    return streams;
}

static inline wasi_udp_socket_stream_result udp_stream_to_anyone(wasi_udp_socket socket) {
    wasi_udp_socket_stream_result streams;
    wasi_udp_socket_stream(socket, NET_NONE, &streams);
    return streams;
}

// A bound socket with its streams, and where it is reached.
typedef struct {
    wasi_udp_socket socket;
    wasi_incoming_datagram_stream in;
    wasi_outgoing_datagram_stream out;
    udp_address address;
} udp_end;

OUTLINED udp_end udp_end_with(wasi_udp_socket socket, wasi_udp_socket_stream_result streams) {
    require_ok("stream", wasi_network_error_code, streams);
    return (udp_end){socket, streams.ok.f0, streams.ok.f1, net_udp_local(socket)};
}

// An end at the loopback that talks to anyone.
OUTLINED udp_end udp_open(uint32_t family) {
    wasi_udp_socket socket = udp_bound(family);
    return udp_end_with(socket, udp_stream_to_anyone(socket));
}

// An end at the loopback that talks to one other.
OUTLINED udp_end udp_open_to(uint32_t family, udp_address remote) {
    wasi_udp_socket socket = udp_bound(family);
    return udp_end_with(socket, udp_stream_to(socket, remote));
}

static inline void udp_drop_streams(udp_end end) {
    wasi_incoming_datagram_stream_drop(end.in);
    wasi_outgoing_datagram_stream_drop(end.out);
}

static inline void udp_close(udp_end end) {
    udp_drop_streams(end);
    wasi_udp_socket_drop(end.socket);
}

// A datagram to an address, and one that leaves it to the stream whither it goes.
static inline wasi_udp_outgoing_datagram udp_to(udp_address address, const void *data, uint32_t length) {
    return (wasi_udp_outgoing_datagram){{(uint8_t *)data, length}, {1, address}};
}

static inline wasi_udp_outgoing_datagram udp_to_peer(const void *data, uint32_t length) {
    return (wasi_udp_outgoing_datagram){{(uint8_t *)data, length}, {0}};
}

// Waits until at least one datagram may be sent, and tells how many may.
OUTLINED uint64_t udp_permit(wasi_outgoing_datagram_stream stream) {
    for (;;) {
        wasi_outgoing_datagram_stream_check_send_result permitted;
        wasi_outgoing_datagram_stream_check_send(stream, &permitted);
        require_ok("check-send", wasi_network_error_code, permitted);
        if (permitted.ok) return permitted.ok;
        wasi_pollable ready = wasi_outgoing_datagram_stream_subscribe(stream);
        wasi_pollable_block(ready);
        wasi_pollable_drop(ready);
    }
}

// Sends one datagram once that is permitted.
OUTLINED wasi_outgoing_datagram_stream_send_result udp_send(
    wasi_outgoing_datagram_stream stream, wasi_udp_outgoing_datagram datagram
) {
    udp_permit(stream);
    wasi_outgoing_datagram_stream_send_result sent;
    wasi_outgoing_datagram_stream_send(stream, &datagram, 1, &sent);
    return sent;
}

// Sends a text to an address, which has to work.
static inline void udp_must_send(wasi_outgoing_datagram_stream stream, const char *text, udp_address to) {
    net_udp_send(stream, text, to);
}

// What came of a send: how many were sent, or the error.
OUTLINED wasi_string udp_sent(wasi_outgoing_datagram_stream_send_result sent) {
    return sent.is_err ? text_of_case(wasi_network_error_code_names, sent.err) : text_of_u64(sent.ok);
}

// The bytes of a datagram as a text.
static inline wasi_string udp_text(wasi_udp_incoming_datagram datagram) {
    return (wasi_string){(char *)datagram.data.ptr, datagram.data.len};
}

// The text of the next datagram.
static inline wasi_string udp_next(wasi_incoming_datagram_stream stream) { return udp_text(net_udp_receive(stream)); }

// The next datagram's text; the error, when there is one; or `nothing` when a second brought neither.
OUTLINED wasi_string udp_next_soon(wasi_incoming_datagram_stream stream) {
    for (uint32_t i = 0; i < 100; i++) {
        wasi_incoming_datagram_stream_receive_result received;
        wasi_incoming_datagram_stream_receive(stream, 1, &received);
        if (received.is_err) return text_of_case(wasi_network_error_code_names, received.err);
        if (received.ok.len) return udp_text(received.ok.ptr[0]);
        wasi_pollable pause = wasi_monotonic_clock_subscribe_duration(10000000);
        wasi_pollable_block(pause);
        wasi_pollable_drop(pause);
    }
    return text_of("nothing");
}

#endif
