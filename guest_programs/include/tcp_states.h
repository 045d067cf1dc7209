// Rows of the tables tcp-states and tcp-option-states: a TCP socket is brought into a state, one operation is called,
// and the row tells what it answered, or the state that the socket is in afterwards. Each row has sockets of its own.
//
//   #define STATE_ONLY STATE_BOUND              before this header, where the case is about one state: a smaller guest
//   #define STATE_PENDING_PORT args_last_number()    the port of an unresponsive peer, for the state connect-pending
//   #define STATE_REFUSING_PORT args_last_number()   that of a refusing one, for connect-refused
//   #define STATE_OPTIONS                       for the table tcp-option-states
#ifndef TCP_STATES_H
#define TCP_STATES_H

#include "rows.h"
#include "tcp.h"

#ifdef STATE_ONLY
#define STATE_OF(ROW) STATE_ONLY
#else
#define STATE_OF(ROW) (ROW)->state
#endif

// ------------------------------------------------------------------------------------------------ what a row made

// Streams go before sockets, and all before the next row: a guest may not have many sockets at once.
static wasi_network state_network;
static wasi_tcp_socket state_sockets[8];
static net_end state_ends[4];
static uint32_t state_socket_count, state_end_count;

static inline wasi_tcp_socket state_keep(wasi_tcp_socket socket) {
    state_sockets[state_socket_count++] = socket;
    return socket;
}

static inline net_end state_keep_end(net_end end) {
    state_keep(end.socket);
    return state_ends[state_end_count++] = end;
}

static inline void state_clear(void) {
    while (state_end_count) {
        net_end end = state_ends[--state_end_count];
        wasi_input_stream_drop(end.input);
        wasi_output_stream_drop(end.output);
    }
    while (state_socket_count) wasi_tcp_socket_drop(state_sockets[--state_socket_count]);
}

// ------------------------------------------------------------------------------------------------ into a state

static inline wasi_tcp_socket state_new(uint32_t family) { return state_keep(net_tcp_socket(family)); }

static inline wasi_tcp_socket state_listener(uint32_t family) {
    return state_keep(tcp_listening(state_network, family));
}

OUTLINED tcp_address state_taken(uint32_t family) {
    return tcp_loopback(family, net_tcp_port(state_listener(family)));
}

#define STATE_START(FUNCTION, ...)                                                        \
    do {                                                                                  \
        tcp_outcome state_started;                                                        \
        wasi_tcp_socket_##FUNCTION(__VA_ARGS__, &state_started);                          \
        require_ok("starting an operation", wasi_network_error_code, state_started);      \
    } while (0)

OUTLINED wasi_tcp_socket state_bind_started(uint32_t family) {
    wasi_tcp_socket socket = state_new(family);
    tcp_address any_port = tcp_loopback(family, 0);
    STATE_START(start_bind, socket, state_network, TCP_FLAT(any_port));
    return socket;
}

OUTLINED wasi_tcp_socket state_bind_refused(uint32_t family) {
    wasi_tcp_socket socket = state_new(family);
    tcp_address taken = state_taken(family);
    if (tcp_bind(state_network, socket, taken).is_err) return socket;
    // That it should have been refused is the claim of other cases.
    socket = state_new(family);
    tcp_address other = tcp_loopback(family == TCP_IPV4 ? TCP_IPV6 : TCP_IPV4, 0);
    require("an address of the other family is refused", tcp_bind(state_network, socket, other).is_err);
    return socket;
}

OUTLINED wasi_tcp_socket state_listen_started(uint32_t family) {
    wasi_tcp_socket socket = state_keep(tcp_bound(state_network, family));
    STATE_START(start_listen, socket);
    return socket;
}

OUTLINED wasi_tcp_socket state_connect_started(wasi_tcp_socket socket, tcp_address address) {
    STATE_START(start_connect, socket, state_network, TCP_FLAT(address));
    return socket;
}

#ifdef STATE_PENDING_PORT
OUTLINED wasi_tcp_socket state_connect_pending(uint32_t family, tcp_address silent) {
    wasi_tcp_socket socket = state_keep(tcp_bound(state_network, family));
    tcp_outcome started;
    wasi_tcp_socket_start_connect(socket, state_network, TCP_FLAT(silent), &started);
    // That a bound socket can connect is the claim of other cases.
    return started.is_err ? state_connect_started(state_new(family), silent) : socket;
}
#endif

// A connect that fails, because of the port.
OUTLINED wasi_tcp_socket state_connect_failed(uint32_t family, uint32_t port) {
    wasi_tcp_socket socket = state_new(family);
    require("the connect fails", tcp_connect(state_network, socket, tcp_loopback(family, port)).is_err);
    return socket;
}

OUTLINED net_pair state_pair(uint32_t family) {
    wasi_tcp_socket listener = state_listener(family);
    net_end client = state_keep_end(tcp_client(state_network, family, net_tcp_port(listener)));
    return (net_pair){client, state_keep_end(net_tcp_accept(listener))};
}

OUTLINED void state_shut(wasi_tcp_socket socket) {
    wasi_tcp_socket_shutdown_result shut;
    wasi_tcp_socket_shutdown(socket, WASI_TCP_SHUTDOWN_TYPE_BOTH, &shut);
    require_ok("shutdown", wasi_network_error_code, shut);
}

// Both ends have sent their end, and this one has seen that of the other.
OUTLINED wasi_tcp_socket state_ended(uint32_t family) {
    net_pair pair = state_pair(family);
    net_shutdown_send(pair.server.socket);
    net_shutdown_send(pair.client.socket);
    io_read_until_end(pair.server.input);
    io_read_until_end(pair.client.input);
    return pair.client.socket;
}

OUTLINED wasi_tcp_socket state_socket(uint32_t state, uint32_t family) {
    switch (state) {
        case STATE_UNBOUND: return state_new(family);
        case STATE_BIND_REFUSED: return state_bind_refused(family);
        case STATE_BIND_STARTED: return state_bind_started(family);
        case STATE_BOUND: return state_keep(tcp_bound(state_network, family));
        case STATE_LISTEN_STARTED: return state_listen_started(family);
        case STATE_LISTENING: return state_listener(family);
        case STATE_CONNECT_STARTED: {
            wasi_tcp_socket socket = state_connect_started(state_new(family), state_taken(family));
            net_tcp_wait(socket);
            return socket;
        }
#ifdef STATE_PENDING_PORT
        case STATE_CONNECT_PENDING: return state_connect_pending(family, tcp_loopback(family, STATE_PENDING_PORT));
#endif
#ifdef STATE_REFUSING_PORT
        case STATE_CONNECT_REFUSED: return state_connect_failed(family, STATE_REFUSING_PORT);
#endif
        case STATE_CONNECT_INVALID: return state_connect_failed(family, 0);
        case STATE_CONNECTED: return state_pair(family).client.socket;
        case STATE_ACCEPTED: return state_pair(family).server.socket;
        case STATE_SHUT_DOWN: {
            wasi_tcp_socket socket = state_pair(family).client.socket;
            state_shut(socket);
            return socket;
        }
        default: return state_ended(family);
    }
}

// ------------------------------------------------------------------------------------------------ an operation

#define STATE_CALL(NAME, FUNCTION, ...)                                   \
    case OPERATION_##NAME: {                                              \
        wasi_tcp_socket_##FUNCTION##_result got;                          \
        wasi_tcp_socket_##FUNCTION(self __VA_OPT__(, ) __VA_ARGS__, &got); \
        return tcp_text(got);                                             \
    }

#ifdef STATE_OPTIONS

OUTLINED wasi_string state_operation(uint32_t operation, uint32_t family, wasi_tcp_socket self) {
    const uint64_t minute = 60000000000;
    switch (operation) {
        STATE_CALL(KEEP_ALIVE_ENABLED, keep_alive_enabled)
        STATE_CALL(SET_KEEP_ALIVE_ENABLED, set_keep_alive_enabled, true)
        STATE_CALL(KEEP_ALIVE_IDLE_TIME, keep_alive_idle_time)
        STATE_CALL(SET_KEEP_ALIVE_IDLE_TIME, set_keep_alive_idle_time, minute)
        STATE_CALL(KEEP_ALIVE_INTERVAL, keep_alive_interval)
        STATE_CALL(SET_KEEP_ALIVE_INTERVAL, set_keep_alive_interval, minute)
        STATE_CALL(KEEP_ALIVE_COUNT, keep_alive_count)
        STATE_CALL(SET_KEEP_ALIVE_COUNT, set_keep_alive_count, 5)
        STATE_CALL(HOP_LIMIT, hop_limit)
        STATE_CALL(SET_HOP_LIMIT, set_hop_limit, 64)
        STATE_CALL(RECEIVE_BUFFER_SIZE, receive_buffer_size)
        STATE_CALL(SET_RECEIVE_BUFFER_SIZE, set_receive_buffer_size, 65536)
        STATE_CALL(SEND_BUFFER_SIZE, send_buffer_size)
        STATE_CALL(SET_SEND_BUFFER_SIZE, set_send_buffer_size, 65536)
    }
    __builtin_trap();
}

static wasi_string state_outcome(const struct row *row) {
    uint32_t family = row->family == FAMILY_IPV4 ? TCP_IPV4 : TCP_IPV6;
    wasi_string told = state_operation(row->operation, family, state_socket(STATE_OF(row), family));
    state_clear();
    return told;
}

#else

OUTLINED wasi_string state_ready(wasi_tcp_socket self) {
    wasi_pollable pollable = wasi_tcp_socket_subscribe(self);
    bool ready = wasi_pollable_ready(pollable);
    wasi_pollable_drop(pollable);
    return text_of(ready ? "ready" : "not-ready");
}

OUTLINED wasi_string state_finish_connect(wasi_tcp_socket self) {
    wasi_tcp_socket_finish_connect_result got;
    wasi_tcp_socket_finish_connect(self, &got);
    // The socket itself is kept already.
    if (!got.is_err) state_ends[state_end_count++] = (net_end){self, got.ok.f0, got.ok.f1};
    return tcp_text(got);
}

OUTLINED wasi_string state_operation(uint32_t operation, uint32_t family, wasi_tcp_socket self) {
    tcp_address free_port = tcp_loopback(family, 0);
    switch (operation) {
        STATE_CALL(START_BIND, start_bind, state_network, TCP_FLAT(free_port))
        STATE_CALL(FINISH_BIND, finish_bind)
        case OPERATION_START_CONNECT: {
            tcp_address listener = state_taken(family);
            wasi_tcp_socket_start_connect_result got;
            wasi_tcp_socket_start_connect(self, state_network, TCP_FLAT(listener), &got);
            return tcp_text(got);
        }
        case OPERATION_FINISH_CONNECT: return state_finish_connect(self);
        STATE_CALL(START_LISTEN, start_listen)
        STATE_CALL(FINISH_LISTEN, finish_listen)
        STATE_CALL(ACCEPT, accept)
        STATE_CALL(SHUTDOWN_RECEIVE, shutdown, WASI_TCP_SHUTDOWN_TYPE_RECEIVE)
        STATE_CALL(SHUTDOWN_SEND, shutdown, WASI_TCP_SHUTDOWN_TYPE_SEND)
        STATE_CALL(SHUTDOWN_BOTH, shutdown, WASI_TCP_SHUTDOWN_TYPE_BOTH)
        STATE_CALL(LOCAL_ADDRESS, local_address)
        STATE_CALL(REMOTE_ADDRESS, remote_address)
        case OPERATION_IS_LISTENING: return text_of(wasi_tcp_socket_is_listening(self) ? "true" : "false");
        case OPERATION_ADDRESS_FAMILY:
            return text_of_case(wasi_network_ip_address_family_names, wasi_tcp_socket_address_family(self));
        case OPERATION_SUBSCRIBE: return state_ready(self);
        STATE_CALL(SET_LISTEN_BACKLOG_SIZE, set_listen_backlog_size, 16)
    }
    __builtin_trap();
}

// ------------------------------------------------------------------------------------------------ the state after it

// Whether an operation is there to be finished, be it that it fails.
static inline bool state_in_progress(tcp_outcome finished) {
    return !finished.is_err || (finished.err != WASI_NETWORK_ERROR_CODE_NOT_IN_PROGRESS &&
                                finished.err != WASI_NETWORK_ERROR_CODE_INVALID_STATE);
}

// The state as its operations show it; the last of them may change it.
OUTLINED wasi_string state_shown(wasi_tcp_socket self, uint32_t family) {
    tcp_outcome got;
    wasi_tcp_socket_finish_bind(self, &got);
    if (state_in_progress(got)) return text_of("bind-started");
    wasi_tcp_socket_finish_listen(self, &got);
    if (state_in_progress(got)) return text_of("listen-started");
    wasi_tcp_socket_finish_connect_result connected;
    wasi_tcp_socket_finish_connect(self, &connected);
    if (!connected.is_err) state_ends[state_end_count++] = (net_end){self, connected.ok.f0, connected.ok.f1};
    if (state_in_progress((tcp_outcome){connected.is_err, connected.err})) return text_of("connect-started");
    if (wasi_tcp_socket_is_listening(self)) return text_of("listening");
    wasi_tcp_socket_remote_address_result address;
    wasi_tcp_socket_remote_address(self, &address);
    if (!address.is_err) return text_of("connected");
    // Once closed a socket may have an address, but it does not bind nor listen any more.
    tcp_address free_port = tcp_loopback(family, 0);
    wasi_tcp_socket_start_bind(self, state_network, TCP_FLAT(free_port), &got);
    if (!got.is_err) return text_of("unbound");
    wasi_tcp_socket_start_listen(self, &got);
    return text_of(got.is_err ? "closed" : "bound");
}

static wasi_string state_outcome(const struct row *row) {
    uint32_t family = row->family == FAMILY_IPV4 ? TCP_IPV4 : TCP_IPV6;
    wasi_tcp_socket socket = state_socket(STATE_OF(row), family);
    wasi_string answer = state_operation(row->operation, family, socket);
    wasi_string told = row->tells == TELLS_ANSWER ? answer : state_shown(socket, family);
    state_clear();
    return told;
}

#endif

static inline void states_check(void) {
    state_network = wasi_instance_network_instance_network();
    rows_check(state_outcome);
}

#endif
