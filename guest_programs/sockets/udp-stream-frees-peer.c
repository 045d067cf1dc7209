/*---
title: stream called again without an address makes the socket talk to anyone
spec:
  - wasi:sockets/udp#[method]udp-socket.stream
  - wasi:sockets/udp#[method]udp-socket.remote-address
  - wasi:sockets/udp#[method]udp-socket.local-address
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
errors:
  - wasi:sockets/network#error-code.invalid-state
  - wasi:sockets/network#error-code.invalid-argument
clause: >
  After streams for one peer, streams without a remote address lift the limit: there is no remote address any more, a
  datagram has to carry one, and the socket, which is still bound, receives from everybody at the port that its local
  address tells.
level: must
since: 0.2.0
needs: [network]
checks: [remote-address, without-address, still-bound, received-from-another, sent]
---*/
#include "udp.h"

CASE {
    udp_end peer = udp_open(UDP_IPV4), other = udp_open(UDP_IPV4);
    udp_end end = udp_open_to(UDP_IPV4, peer.address);
    udp_drop_streams(end);
    end = udp_end_with(end.socket, udp_stream_to_anyone(end.socket));

    wasi_udp_socket_remote_address_result remote;
    wasi_udp_socket_remote_address(end.socket, &remote);
    check_is_err("remote-address", wasi_network_error_code, remote, WASI_NETWORK_ERROR_CODE_INVALID_STATE);
    wasi_outgoing_datagram_stream_send_result sent = udp_send(end.out, udp_to_peer(STR("for whom?")));
    check_is_err("without-address", wasi_network_error_code, sent, WASI_NETWORK_ERROR_CODE_INVALID_ARGUMENT);
    end.address = net_udp_local(end.socket);
    check_ok("still-bound", udp_port(end.address) != 0);
    if (udp_port(end.address)) udp_must_send(other.out, "from another", end.address);
    check_eq_text("received-from-another", udp_next_soon(end.in), "from another");
    udp_must_send(end.out, "to another", other.address);
    check_eq_text("sent", udp_next(other.in), "to another");
}
