// Rows of the table udp-states: a socket is brought into a state, and an operation tried.
#ifndef UDP_STATES_H
#define UDP_STATES_H

#include "rows.h"
#include "udp.h"

// A socket in a state, its streams if it has some, and who they are for.
typedef struct {
    udp_end end;
    bool streams;
    udp_address peer;
} udp_state;

static inline udp_state udp_state_streaming(udp_state it, bool to_peer) {
    if (it.streams) udp_drop_streams(it.end);
    it.end = udp_end_with(it.end.socket, to_peer ? udp_stream_to(it.end.socket, it.peer)
                                                 : udp_stream_to_anyone(it.end.socket));
    it.streams = true;
    return it;
}

static inline void udp_state_refuse_bind(wasi_udp_socket socket, uint32_t family) {
    wasi_udp_socket taken = udp_bound(family);
    require("binding to a port that is taken fails", udp_bind(socket, net_udp_local(taken)).is_err);
    wasi_udp_socket_drop(taken);
}

static inline udp_state udp_in_state(uint32_t state, uint32_t family, udp_address peer, udp_address other) {
    udp_state it = {.peer = peer};
    if (state == STATE_UNBOUND || state == STATE_BIND_STARTED || state == STATE_BIND_FAILED) {
        it.end.socket = net_udp_socket(family);
        if (state == STATE_BIND_STARTED) {
            wasi_udp_socket_start_bind_result started = udp_start_bind(it.end.socket, family);
            require_ok("start-bind", wasi_network_error_code, started);
        }
        if (state == STATE_BIND_FAILED) udp_state_refuse_bind(it.end.socket, family);
        return it;
    }
    it.end.socket = udp_bound(family);
    if (state == STATE_BOUND) return it;
    if (state == STATE_RECONNECTED) {
        it.peer = other;
        it = udp_state_streaming(it, true);
        it.peer = peer;
    }
    if (state == STATE_DISCONNECTED) it = udp_state_streaming(it, true);
    if (state == STATE_CONNECTED_LATE) it = udp_state_streaming(it, false);
    it = udp_state_streaming(it, state != STATE_STREAMING && state != STATE_DISCONNECTED);
    if (state == STATE_STREAMS_DROPPED) {
        udp_drop_streams(it.end);
        it.streams = false;
    }
    return it;
}

static inline wasi_string udp_local_told(wasi_udp_socket socket, uint32_t family) {
    wasi_udp_socket_local_address_result local;
    wasi_udp_socket_local_address(socket, &local);
    if (local.is_err) return text_of_result(wasi_network_error_code, local);
    bool right = udp_port(local.ok) && net_same_address(local.ok, udp_loopback(family, udp_port(local.ok)));
    return right ? text_of("ok") : net_address_text(local.ok);
}

static inline wasi_string udp_remote_told(wasi_udp_socket socket, udp_address peer) {
    wasi_udp_socket_remote_address_result remote;
    wasi_udp_socket_remote_address(socket, &remote);
    if (remote.is_err) return text_of_result(wasi_network_error_code, remote);
    return net_same_address(remote.ok, peer) ? text_of("the peer") : net_address_text(remote.ok);
}

static inline wasi_string udp_operation(uint32_t operation, uint32_t family, udp_state *it) {
    wasi_udp_socket self = it->end.socket;
    switch (operation) {
        case OPERATION_START_BIND: {
            wasi_udp_socket_start_bind_result got = udp_start_bind(self, family);
            return text_of_result(wasi_network_error_code, got);
        }
        case OPERATION_FINISH_BIND: {
            wasi_udp_socket_finish_bind_result got;
            NET_UDP_FINISH(wasi_udp_socket_finish_bind, self, got);
            return text_of_result(wasi_network_error_code, got);
        }
        case OPERATION_STREAM_TO_ANYONE:
        case OPERATION_STREAM_TO_PEER: {
            if (it->streams) udp_drop_streams(it->end);
            wasi_udp_socket_stream_result got = operation == OPERATION_STREAM_TO_PEER ? udp_stream_to(self, it->peer)
                                                                                       : udp_stream_to_anyone(self);
            it->streams = !got.is_err;
            if (it->streams) it->end.in = got.ok.f0, it->end.out = got.ok.f1;
            return text_of_result(wasi_network_error_code, got);
        }
        case OPERATION_LOCAL_ADDRESS:
            return udp_local_told(self, family);
        case OPERATION_REMOTE_ADDRESS:
            return udp_remote_told(self, it->peer);
        default:
            return text_of_case(wasi_network_ip_address_family_names, wasi_udp_socket_address_family(self));
    }
}

static wasi_string udp_state_row(const struct row *row) {
    wasi_udp_socket peer = udp_bound(row->family), other = udp_bound(row->family);
    udp_state it = udp_in_state(row->state, row->family, net_udp_local(peer), net_udp_local(other));
    wasi_string told = udp_operation(row->operation, row->family, &it);
    if (it.streams) udp_drop_streams(it.end);
    wasi_udp_socket_drop(it.end.socket);
    wasi_udp_socket_drop(peer);
    wasi_udp_socket_drop(other);
    return told;
}

#endif
