/*---
title: a guest sends a datagram to itself, and the sender is the first socket's address
spec:
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
  - wasi:sockets/udp#[method]udp-socket.local-address
clause: >
  A datagram sent to another socket's local address is received there, and its remote address is the local address of
  the socket that sent it.
level: must
since: 0.2.0
needs: [network]
checks: [data, sender]
---*/
#include "net.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_udp_socket from = net_udp_bound(network), to = net_udp_bound(network);
    wasi_tuple_incoming_datagram_stream_outgoing_datagram_stream sending = net_udp_streams(from);
    wasi_tuple_incoming_datagram_stream_outgoing_datagram_stream receiving = net_udp_streams(to);

    net_udp_send(sending.f1, "to myself", net_udp_local(to));
    wasi_udp_incoming_datagram got = net_udp_receive(receiving.f0);
    check_eq_str("data", SPAN(got.data), STR("to myself"));
    check_eq_address("sender", got.remote_address, net_udp_local(from));
}
