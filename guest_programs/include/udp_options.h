// Rows of the table udp-options: an option is set, and read back.
#ifndef UDP_OPTIONS_H
#define UDP_OPTIONS_H

#include "rows.h"
#include "udp.h"

static const uint64_t udp_option_sizes[] = {0, 1, 4096, 65536, (uint64_t)1 << 31, UINT64_MAX};
static const uint8_t udp_option_hops[] = {0, 1, 2, 64, 128, 255};

static inline wasi_string udp_hops_told(wasi_udp_socket socket, uint32_t value) {
    wasi_udp_socket_set_unicast_hop_limit_result set;
    wasi_udp_socket_set_unicast_hop_limit(socket, value, &set);
    if (set.is_err) return text_of_result(wasi_network_error_code, set);
    wasi_udp_socket_unicast_hop_limit_result now;
    wasi_udp_socket_unicast_hop_limit(socket, &now);
    if (!now.is_err && now.ok == value) return text_of("ok");
    wasi_string read = now.is_err ? text_of_result(wasi_network_error_code, now) : text_of_u64(now.ok);
    return text_join(text_of("read back: "), read);
}

static inline wasi_string udp_size_told(wasi_udp_socket socket, bool receive, uint64_t value) {
    wasi_udp_socket_set_receive_buffer_size_result set;
    wasi_udp_socket_receive_buffer_size_result now;
    (receive ? wasi_udp_socket_set_receive_buffer_size : wasi_udp_socket_set_send_buffer_size)(socket, value, &set);
    if (set.is_err) return text_of_result(wasi_network_error_code, set);
    (receive ? wasi_udp_socket_receive_buffer_size : wasi_udp_socket_send_buffer_size)(socket, &now);
    if (!now.is_err && now.ok) return text_of("ok");
    wasi_string read = now.is_err ? text_of_result(wasi_network_error_code, now) : text_of("0");
    return text_join(text_of("read back: "), read);
}

static wasi_string udp_option_row(const struct row *row) {
    wasi_udp_socket socket = row->state == STATE_UNBOUND ? net_udp_socket(row->family) : udp_bound(row->family);
    udp_end end;
    if (row->state == STATE_CONNECTED) end = udp_end_with(socket, udp_stream_to(socket, udp_loopback(row->family, 9)));
    bool receive = row->option == OPTION_RECEIVE_BUFFER_SIZE;
    wasi_string told = row->option == OPTION_UNICAST_HOP_LIMIT
                           ? udp_hops_told(socket, udp_option_hops[row->value])
                           : udp_size_told(socket, receive, udp_option_sizes[row->value]);
    if (row->state == STATE_CONNECTED) udp_drop_streams(end);
    wasi_udp_socket_drop(socket);
    return told;
}

#endif
