// Rows of the table tcp-shutdown: one end of a connection is shut down once or twice, and the row tells what is then.
#ifndef TCP_SHUTDOWN_ROWS_H
#define TCP_SHUTDOWN_ROWS_H

#include "rows.h"
#include "tcp.h"

static void shut(wasi_tcp_socket socket, uint32_t how, wasi_tcp_socket_shutdown_result *got) {
    static const uint32_t types[] = {
        WASI_TCP_SHUTDOWN_TYPE_RECEIVE, WASI_TCP_SHUTDOWN_TYPE_SEND, WASI_TCP_SHUTDOWN_TYPE_BOTH
    };
    wasi_tcp_socket_shutdown(socket, types[how], got);
}

static wasi_string read_one(wasi_input_stream stream) {
    wasi_input_stream_blocking_read_result piece;
    wasi_input_stream_blocking_read(stream, 1, &piece);
    if (piece.is_err) return text_of_result(wasi_streams_stream_error, piece);
    return text_of(piece.ok.len ? "bytes" : "empty");
}

static wasi_string after_shutdown(const struct row *row) {
    net_pair pair = tcp_pair(wasi_instance_network_instance_network(), TCP_IPV4);
    io_write_all(pair.server.output, STR("x"));
    io_wait_input(pair.client.input);

    wasi_tcp_socket_shutdown_result got;
    shut(pair.client.socket, row->first - FIRST_RECEIVE, &got);
    if (row->then != THEN_NOTHING) shut(pair.client.socket, row->then - THEN_RECEIVE, &got);

    if (row->tells == TELLS_ANSWER) return tcp_text(got);
    if (row->tells == TELLS_INPUT) return read_one(pair.client.input);
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(pair.client.output, &permit);
    if (row->tells == TELLS_OUTPUT) return text_of_result(wasi_streams_stream_error, permit);
    if (!permit.is_err) io_write_all(pair.client.output, STR("y"));
    return read_one(pair.server.input);
}

#endif
