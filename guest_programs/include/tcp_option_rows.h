// Rows of the table tcp-options: a value is set on a new socket, and the row tells the answer, or what is read then.
#ifndef TCP_OPTION_ROWS_H
#define TCP_OPTION_ROWS_H

#define OPTIONS_BACKLOG
#include "tcp_options.h"

// The values of the table that are not zero, option by option, from `one` to `largest`.
static const uint64_t option_values[][5] = {
    [OPTION_KEEP_ALIVE_ENABLED] = {1},
    [OPTION_KEEP_ALIVE_IDLE_TIME] = {1, 1000000, 60000000000, 86400000000000, UINT64_MAX},
    [OPTION_KEEP_ALIVE_INTERVAL] = {1, 1000000, 60000000000, 86400000000000, UINT64_MAX},
    [OPTION_KEEP_ALIVE_COUNT] = {1, 3, 9, 1000, UINT32_MAX},
    [OPTION_HOP_LIMIT] = {1, 2, 64, 128, 255},
    [OPTION_RECEIVE_BUFFER_SIZE] = {1, 1000, 65536, 64 << 20, UINT64_MAX},
    [OPTION_SEND_BUFFER_SIZE] = {1, 1000, 65536, 64 << 20, UINT64_MAX},
    [OPTION_LISTEN_BACKLOG_SIZE] = {1, 4, 128, 100000, UINT64_MAX},
};

static wasi_string option_outcome(const struct row *row) {
    wasi_tcp_socket socket = net_tcp_socket(row->family == FAMILY_IPV4 ? TCP_IPV4 : TCP_IPV6);
    uint64_t value = row->value == VALUE_ZERO ? 0 : option_values[row->option][row->value - VALUE_ONE];
    if (row->tells == TELLS_SET) {
        tcp_outcome set = option_set(row->option, socket, value);
        return tcp_text(set);
    }
    option_read before = option_get(row->option, socket);
    option_set(row->option, socket, value);
    option_read after = option_get(row->option, socket);
    if (after.outcome.is_err) return tcp_text(after.outcome);
    if (row->value == VALUE_ZERO && row->option != OPTION_KEEP_ALIVE_ENABLED)
        return text_of(before.value == after.value ? "unchanged" : "changed");
    return text_of(after.value == value ? "as-set" : after.value ? "another" : "zero");
}

#endif
