// Rows of the table tcp-endings: one end writes and ends the connection, and the row tells what the other end sees.
#ifndef TCP_ENDING_ROWS_H
#define TCP_ENDING_ROWS_H

#include "rows.h"
#include "tcp.h"

static void end(net_end side, uint32_t how) {
    wasi_tcp_socket_shutdown_result shut;
    if (how == HOW_DROP) {
        net_close(side);
        return;
    }
    wasi_tcp_socket_shutdown(
        side.socket, how == HOW_SHUTDOWN_SEND ? WASI_TCP_SHUTDOWN_TYPE_SEND : WASI_TCP_SHUTDOWN_TYPE_BOTH, &shut
    );
    require_ok("shutdown", wasi_network_error_code, shut);
}

static wasi_string seen(const struct row *row) {
    uint32_t family = row->family == FAMILY_IPV4 ? TCP_IPV4 : TCP_IPV6;
    net_pair pair = tcp_pair(wasi_instance_network_instance_network(), family);
    net_end ending = row->who == WHO_CONNECTING ? pair.client : pair.server;
    net_end other = row->who == WHO_CONNECTING ? pair.server : pair.client;
    io_write_all(ending.output, STR("the last words"));
    end(ending, row->how);

    wasi_string data = io_read_exactly(other.input, 14);
    if (row->tells == TELLS_DATA) return data;
    wasi_input_stream_blocking_read_result piece;
    for (uint32_t reads = row->tells == TELLS_END ? 1 : 2; reads; reads--)
        wasi_input_stream_blocking_read(other.input, 1, &piece);
    return text_of_result(wasi_streams_stream_error, piece);
}

#endif
