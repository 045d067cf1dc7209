// Options of TCP sockets by number, for the tables tcp-options and tcp-options-kept.
#ifndef TCP_OPTIONS_H
#define TCP_OPTIONS_H

#include "rows.h"
#include "tcp.h"

typedef struct {
    tcp_outcome outcome;
    uint64_t value;
} option_read;

#define OPTION_SET(NAME, FUNCTION) \
    case OPTION_##NAME: wasi_tcp_socket_set_##FUNCTION(socket, value, &set); break;
#define OPTION_SET_U32(NAME, FUNCTION) \
    case OPTION_##NAME: wasi_tcp_socket_set_##FUNCTION(socket, (uint32_t)value, &set); break;
#define OPTION_GET(NAME, FUNCTION)                                            \
    case OPTION_##NAME: {                                                     \
        wasi_tcp_socket_##FUNCTION##_result got;                              \
        wasi_tcp_socket_##FUNCTION(socket, &got);                             \
        return (option_read){{got.is_err, got.err}, got.is_err ? 0 : got.ok}; \
    }

OUTLINED tcp_outcome option_set(uint32_t option, wasi_tcp_socket socket, uint64_t value) {
    tcp_outcome set = {0, 0};
    switch (option) {
        OPTION_SET_U32(KEEP_ALIVE_ENABLED, keep_alive_enabled)
        OPTION_SET(KEEP_ALIVE_IDLE_TIME, keep_alive_idle_time)
        OPTION_SET(KEEP_ALIVE_INTERVAL, keep_alive_interval)
        OPTION_SET_U32(KEEP_ALIVE_COUNT, keep_alive_count)
        OPTION_SET_U32(HOP_LIMIT, hop_limit)
        OPTION_SET(RECEIVE_BUFFER_SIZE, receive_buffer_size)
        OPTION_SET(SEND_BUFFER_SIZE, send_buffer_size)
#ifdef OPTIONS_BACKLOG
        OPTION_SET(LISTEN_BACKLOG_SIZE, listen_backlog_size)
#endif
        default: __builtin_trap();
    }
    return set;
}

OUTLINED option_read option_get(uint32_t option, wasi_tcp_socket socket) {
    switch (option) {
        OPTION_GET(KEEP_ALIVE_ENABLED, keep_alive_enabled)
        OPTION_GET(KEEP_ALIVE_IDLE_TIME, keep_alive_idle_time)
        OPTION_GET(KEEP_ALIVE_INTERVAL, keep_alive_interval)
        OPTION_GET(KEEP_ALIVE_COUNT, keep_alive_count)
        OPTION_GET(HOP_LIMIT, hop_limit)
        OPTION_GET(RECEIVE_BUFFER_SIZE, receive_buffer_size)
        OPTION_GET(SEND_BUFFER_SIZE, send_buffer_size)
        default: __builtin_trap();
    }
}

#endif
