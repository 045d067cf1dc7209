/*---
title: a connection made from outside is accepted, and its streams carry bytes both ways
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-listen
  - wasi:sockets/tcp#[method]tcp-socket.finish-listen
  - wasi:sockets/tcp#[method]tcp-socket.accept
clause: >
  Once a bound socket listens, accept gives a socket for a connection that another program makes to its address, with
  a pair of streams: what that program sends is read from the one, and what is written to the other reaches it.
level: must
since: 0.2.0
peers: {caller: tcp-callback}
arguments: ["{caller.port}"]
checks: [from-the-caller, to-the-caller]
---*/
#include "args.h"
#include "net.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket listener = net_tcp_listening(network);

    // The peer is told over this connection where to call back, and tells over it what it then received.
    wasi_tcp_socket socket = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);
    wasi_tuple_input_stream_output_stream line = net_tcp_connect(network, socket, args_last_number());
    wasi_string port = text_join(text_of_u64(net_tcp_port(listener)), text_of("\n"));
    io_write_all(line.f1, SPAN(port));

    net_end call = net_tcp_accept(listener);
    wasi_string greeting = io_read_exactly(call.input, 19);
    check_eq_text("from-the-caller", greeting, "hello from the peer");

    io_write_all(call.output, STR("hello from the guest"));
    net_shutdown_send(call.socket);
    wasi_string received = io_read_exactly(line.f0, 21);
    check_eq_text("to-the-caller", received, "hello from the guest\n");
}
