/*---
title: streams made for one peer receive nothing from another
spec:
  - wasi:sockets/udp#[method]udp-socket.stream
  - wasi:sockets/udp#[method]udp-socket.remote-address
clause: >
  When stream is given a remote address, remote-address tells it, and the incoming stream yields only datagrams from
  that address: one that a stranger sent before is not among them.
level: must
since: 0.2.0
needs: [network]
checks: [remote-address, received]
---*/
#include "net.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_udp_socket socket = net_udp_bound(network), friend = net_udp_bound(network), stranger = net_udp_bound(network);
    wasi_network_ip_socket_address here = net_udp_local(socket), there = net_udp_local(friend);

    wasi_udp_socket_stream_result streams;
    wasi_udp_socket_stream(socket, NET_SOME(NET_LOOPBACK(there.ipv4.port)), &streams);
    require_ok("stream", wasi_network_error_code, streams);
    wasi_udp_socket_remote_address_result remote;
    wasi_udp_socket_remote_address(socket, &remote);
    require_ok("remote-address", wasi_network_error_code, remote);
    check_eq_address("remote-address", remote.ok, there);

    net_udp_send(net_udp_streams(stranger).f1, "from the stranger", here);
    net_udp_send(net_udp_streams(friend).f1, "from the friend", here);
    wasi_udp_incoming_datagram got = net_udp_receive(streams.ok.f0);
    check_eq_str("received", SPAN(got.data), STR("from the friend"));
}
