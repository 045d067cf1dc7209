/*---
title: bytes written to a connection come back intact from an echo server
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
clause: >
  A connect that succeeds gives a pair of streams; what is written to the output stream reaches the other end, and
  what the other end sends is read from the input stream, byte for byte and in order.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [how-many, first-difference]
---*/
#include "args.h"
#include "net.h"

static char sent[16384];

CASE {
    for (uint32_t i = 0; i < sizeof sent; i++) sent[i] = (char)(i ^ i >> 8);
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket socket = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);
    wasi_tuple_input_stream_output_stream streams = net_tcp_connect(network, socket, args_last_number());

    io_write_all(streams.f1, sent, sizeof sent);
    wasi_string got = io_read_exactly(streams.f0, sizeof sent);
    check_eq_u64("how-many", got.len, sizeof sent);
    check_eq_u64("first-difference", io_first_difference(got.ptr, sent, got.len), got.len);
}
