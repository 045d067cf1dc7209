// Rows of the table udp-bind.
#ifndef UDP_BINDS_H
#define UDP_BINDS_H

#include "udp_addresses.h"

// `ok` when the socket has the address that was asked for; port 0 asks for any.
static inline wasi_string udp_bound_told(wasi_udp_socket socket, udp_address asked, bool any_address) {
    udp_address local = net_udp_local(socket);
    udp_address want = asked;
    if (!udp_port(asked) && asked.tag == WASI_NETWORK_IP_SOCKET_ADDRESS_IPV4)
        want.ipv4.port = (uint16_t)udp_port(local);
    else if (!udp_port(asked))
        want.ipv6.port = (uint16_t)udp_port(local);
    bool same = local.tag == want.tag && udp_port(local) == udp_port(want);
    if (!any_address) same = net_same_address(local, want);
    return udp_port(local) && same ? text_of("ok") : text_join(text_of("bound to "), net_address_text(local));
}

static inline wasi_string udp_bind_told(const struct row *row, uint32_t port) {
    wasi_udp_socket socket = net_udp_socket(row->family);
    udp_address asked = udp_labelled(row->address, row->family, port);
    wasi_udp_socket_start_bind_result bound = udp_bind(socket, asked);
    wasi_string told = bound.is_err ? text_of_result(wasi_network_error_code, bound)
                                    : udp_bound_told(socket, asked, row->address == ADDRESS_UNSPECIFIED);
    wasi_udp_socket_drop(socket);
    return told;
}

static wasi_string udp_bind_row(const struct row *row) {
    if (row->port == PORT_FREE) return udp_bind_told(row, 0);
    wasi_udp_socket other = udp_bound(row->family);
    uint32_t taken = udp_port(net_udp_local(other));
    wasi_string told;
    if (row->port == PORT_TAKEN) {
        told = udp_bind_told(row, taken);
    } else {
        // Ports beside one that was free are free, but for a rare one.
        wasi_string in_use = text_of_case(wasi_network_error_code_names, WASI_NETWORK_ERROR_CODE_ADDRESS_IN_USE);
        for (uint32_t i = 1; i <= 16; i++) {
            told = udp_bind_told(row, taken > 65000 ? taken - i : taken + i);
            if (told.len != in_use.len) break;
        }
    }
    wasi_udp_socket_drop(other);
    return told;
}

#endif
