/*---
title: a guest sends datagrams to itself over IPv6, with and without a peer
spec:
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
  - wasi:sockets/udp#[method]udp-socket.stream
  - wasi:sockets/udp#[method]udp-socket.local-address
  - wasi:sockets/udp#[method]udp-socket.remote-address
  - wasi:sockets/udp-create-socket#create-udp-socket
clause: >
  What holds for IPv4 holds for IPv6: a datagram arrives with its bytes and its sender's address, and streams for one
  peer send to it and receive from nobody else.
level: must
since: 0.2.0
needs: [network, ipv6]
checks: [data, sender, remote-address, to-peer, from-peer-only]
---*/
#include "udp.h"

CASE {
    udp_end any = udp_open(UDP_IPV6), stranger = udp_open(UDP_IPV6);
    udp_must_send(stranger.out, "to myself", any.address);
    wasi_udp_incoming_datagram got = net_udp_receive(any.in);
    check_eq_text("data", udp_text(got), "to myself");
    check_eq_address("sender", got.remote_address, stranger.address);

    udp_end end = udp_open_to(UDP_IPV6, any.address);
    wasi_udp_socket_remote_address_result remote;
    wasi_udp_socket_remote_address(end.socket, &remote);
    require_ok("remote-address", wasi_network_error_code, remote);
    check_eq_address("remote-address", remote.ok, any.address);
    require("a datagram is sent", udp_send(end.out, udp_to_peer(STR("to the peer"))).ok == 1);
    check_eq_text("to-peer", udp_next(any.in), "to the peer");
    udp_must_send(stranger.out, "from the stranger", end.address);
    udp_must_send(any.out, "from the peer", end.address);
    check_eq_text("from-peer-only", udp_next(end.in), "from the peer");
}
