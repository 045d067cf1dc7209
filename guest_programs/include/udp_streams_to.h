// Rows of the table udp-stream-to.
#ifndef UDP_STREAMS_TO_H
#define UDP_STREAMS_TO_H

#include "udp_addresses.h"

static wasi_string udp_stream_to_row(const struct row *row) {
    wasi_udp_socket socket = udp_bound(row->family);
    udp_address given = udp_labelled(row->address, row->family, row->port == PORT_ZERO ? 0 : 9);
    wasi_udp_socket_stream_result streams = udp_stream_to(socket, given);
    wasi_udp_socket_remote_address_result remote;
    wasi_udp_socket_remote_address(socket, &remote);
    wasi_string told = text_of_result(wasi_network_error_code, streams);
    bool right = streams.is_err ? remote.is_err && remote.err == WASI_NETWORK_ERROR_CODE_INVALID_STATE
                                : !remote.is_err && net_same_address(remote.ok, given);
    if (!right) {
        wasi_string other =
            remote.is_err ? text_of_result(wasi_network_error_code, remote) : net_address_text(remote.ok);
        told = text_join(told, text_join(text_of(", remote-address: "), other));
    }
    if (!streams.is_err) {
        wasi_incoming_datagram_stream_drop(streams.ok.f0);
        wasi_outgoing_datagram_stream_drop(streams.ok.f1);
    }
    wasi_udp_socket_drop(socket);
    return told;
}

#endif
