// Rows of the table udp-denied.
#ifndef UDP_DENIALS_H
#define UDP_DENIALS_H

#include "rows.h"
#include "udp.h"

static wasi_string udp_denied_row(const struct row *row) {
    wasi_udp_create_socket_create_udp_socket_result made;
    wasi_udp_create_socket_create_udp_socket(row->family, &made);
    if (made.is_err) return text_of_result(wasi_network_error_code, made);
    wasi_udp_socket self = made.ok;
    udp_address address =
        row->address == ADDRESS_UNSPECIFIED ? udp_unspecified(row->family, 0) : udp_loopback(row->family, 0);
    wasi_udp_socket_start_bind_result bound = udp_bind(self, address);
    switch (row->operation) {
        case OPERATION_FINISH_BIND_AFTER:
            NET_UDP_FINISH(wasi_udp_socket_finish_bind, self, bound);
            return text_of_result(wasi_network_error_code, bound);
        case OPERATION_LOCAL_ADDRESS_AFTER: {
            wasi_udp_socket_local_address_result got;
            wasi_udp_socket_local_address(self, &got);
            return text_of_result(wasi_network_error_code, got);
        }
        case OPERATION_REMOTE_ADDRESS_AFTER: {
            wasi_udp_socket_remote_address_result got;
            wasi_udp_socket_remote_address(self, &got);
            return text_of_result(wasi_network_error_code, got);
        }
        case OPERATION_STREAM_TO_ANYONE_AFTER: {
            wasi_udp_socket_stream_result got = udp_stream_to_anyone(self);
            return text_of_result(wasi_network_error_code, got);
        }
        case OPERATION_STREAM_TO_PEER_AFTER: {
            wasi_udp_socket_stream_result got = udp_stream_to(self, udp_loopback(row->family, 9));
            return text_of_result(wasi_network_error_code, got);
        }
        default:
            return text_of_result(wasi_network_error_code, bound);
    }
}

#endif
