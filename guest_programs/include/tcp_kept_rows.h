// Rows of the table tcp-options-kept: an option is set on a socket that then connects, or listens and accepts.
#ifndef TCP_KEPT_ROWS_H
#define TCP_KEPT_ROWS_H

#include "tcp_options.h"

// Values that no system has as its default.
static const uint64_t kept_values[] = {
    [OPTION_KEEP_ALIVE_ENABLED] = 1,         [OPTION_KEEP_ALIVE_IDLE_TIME] = 77000000000,
    [OPTION_KEEP_ALIVE_INTERVAL] = 33000000000, [OPTION_KEEP_ALIVE_COUNT] = 4,
    [OPTION_HOP_LIMIT] = 42,                 [OPTION_RECEIVE_BUFFER_SIZE] = 50000,
    [OPTION_SEND_BUFFER_SIZE] = 60000,
};

static option_read kept_set(const struct row *row, wasi_tcp_socket socket) {
    tcp_outcome set = option_set(row->option, socket, kept_values[row->option]);
    return set.is_err ? (option_read){set, 0} : option_get(row->option, socket);
}

static wasi_string kept_outcome(const struct row *row) {
    wasi_network network = wasi_instance_network_instance_network();
    uint32_t family = row->family == FAMILY_IPV4 ? TCP_IPV4 : TCP_IPV6;
    wasi_tcp_socket socket = net_tcp_socket(family), other;
    option_read set;
    if (row->set == SET_UNBOUND) set = kept_set(row, socket);
    tcp_outcome bound = tcp_bind(network, socket, tcp_loopback(family, 0));
    require_ok("binding", wasi_network_error_code, bound);
    if (row->set == SET_BOUND) set = kept_set(row, socket);
    net_end end;
    if (row->socket == SOCKET_ACCEPTED) {
        net_tcp_listen(socket);
        if (row->set == SET_LISTENING) set = kept_set(row, socket);
        tcp_client(network, family, net_tcp_port(socket));
        end = net_tcp_accept(socket);
    } else {
        other = tcp_listening(network, family);
        end = tcp_connected(network, socket, tcp_loopback(family, net_tcp_port(other)));
    }
    if (set.outcome.is_err) return tcp_text(set.outcome);
    option_read kept = option_get(row->option, end.socket);
    if (kept.outcome.is_err) return tcp_text(kept.outcome);
    if (kept.value == set.value) return text_of("the-same");
    return text_join(text_of_u64(set.value), text_join(text_of(" became "), text_of_u64(kept.value)));
}

#endif
