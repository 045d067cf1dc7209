/*---
title: streams for one peer do not give what a stranger sent before they were made
spec:
  - wasi:sockets/udp#[method]udp-socket.stream
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  Receive of streams with a remote address only gives datagrams from that address: not from another port of the same
  host, whether it sent before or after the call of stream, and each one names the peer as its sender.
level: must
since: 0.2.0
needs: [network]
checks: [first, sender, second]
---*/
#include "udp.h"

CASE {
    udp_end friend = udp_open(UDP_IPV4), stranger = udp_open(UDP_IPV4);
    wasi_udp_socket socket = udp_bound(UDP_IPV4);
    udp_address here = net_udp_local(socket);
    udp_must_send(stranger.out, "from the stranger, before", here);

    udp_end end = udp_end_with(socket, udp_stream_to(socket, friend.address));
    udp_must_send(stranger.out, "from the stranger, after", here);
    udp_must_send(friend.out, "from the friend", here);
    wasi_udp_incoming_datagram got = net_udp_receive(end.in);
    check_eq_text("first", udp_text(got), "from the friend");
    check_eq_address("sender", got.remote_address, friend.address);
    udp_must_send(stranger.out, "from the stranger, again", here);
    udp_must_send(friend.out, "from the friend, again", here);
    check_eq_text("second", udp_next(end.in), "from the friend, again");
}
