/*---
title: the error of a stream whose connection was reset says so
spec:
  - wasi:sockets/network#network-error-code
  - wasi:io/streams#[method]input-stream.blocking-read
errors: [wasi:sockets/network#error-code.connection-reset]
clause: >
  When an operation on a stream of a connection fails because the peer reset the connection, its error, handed to
  network-error-code, gives `connection-reset`. A stream may also just be closed.
level: should
since: 0.2.0
features: [network-error-code]
peers: {reset: tcp-reset}
arguments: ["{reset.port}"]
checks: [{name: code, allowed: [connection-reset, closed], preferred: connection-reset}]
---*/
#include "args.h"
#include "tcp.h"

// Unstable (feature network-error-code), and therefore not in wasi.h.
typedef struct {
    uint8_t is_some;
    wasi_network_error_code some;
} wasi_option_network_error_code;
WASI_LAYOUT(wasi_option_network_error_code, 2, 1);

WASI_IMPORT("sockets/network", "network-error-code")
void wasi_network_network_error_code(wasi_error err, wasi_option_network_error_code *ret);

CASE {
    net_end peer = tcp_client(wasi_instance_network_instance_network(), TCP_IPV4, args_last_number());
    io_write_all(peer.output, STR("x"));
    wasi_input_stream_blocking_read_result piece;
    wasi_input_stream_blocking_read(peer.input, 4, &piece);
    require("the read fails", piece.is_err);
    if (piece.err.tag == WASI_STREAMS_STREAM_ERROR_CLOSED) {
        choose("code", "closed");
        return;
    }
    wasi_option_network_error_code code;
    wasi_network_network_error_code(piece.err.last_operation_failed, &code);
    if (code.is_some)
        choose_enum("code", wasi_network_error_code, code.some);
    else
        choose("code", "none");
}
