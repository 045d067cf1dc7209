/*---
title: options of a UDP socket have values that could be set, in whatever state it is
spec:
  - wasi:sockets/udp#[method]udp-socket.unicast-hop-limit
  - wasi:sockets/udp#[method]udp-socket.receive-buffer-size
  - wasi:sockets/udp#[method]udp-socket.send-buffer-size
clause: >
  Nobody has set them, and yet they have values, before the socket is bound and afterwards: no state is named in which
  they cannot be read. The hop limit and the sizes of both buffers are 1 or more, as 0 is refused for each.
level: should
since: 0.2.0
needs: [network]
checks:
  - unbound-unicast-hop-limit
  - unbound-receive-buffer-size
  - unbound-send-buffer-size
  - unicast-hop-limit
  - receive-buffer-size
  - send-buffer-size
---*/
#include "udp.h"

// `some` for a value of 1 or more.
static wasi_string told(uint32_t is_err, uint32_t err, uint64_t value) {
    if (is_err) return text_of_case(wasi_network_error_code_names, err);
    return value ? text_of("some") : text_of("0");
}

static void check_all(wasi_udp_socket socket, const char *const names[3]) {
    wasi_udp_socket_unicast_hop_limit_result hops;
    wasi_udp_socket_unicast_hop_limit(socket, &hops);
    check_eq_text(names[0], told(hops.is_err, hops.err, hops.ok), "some");
    wasi_udp_socket_receive_buffer_size_result size;
    wasi_udp_socket_receive_buffer_size(socket, &size);
    check_eq_text(names[1], told(size.is_err, size.err, size.ok), "some");
    wasi_udp_socket_send_buffer_size(socket, &size);
    check_eq_text(names[2], told(size.is_err, size.err, size.ok), "some");
}

CASE {
    static const char *const unbound[] = {
        "unbound-unicast-hop-limit", "unbound-receive-buffer-size", "unbound-send-buffer-size"
    };
    static const char *const bound[] = {"unicast-hop-limit", "receive-buffer-size", "send-buffer-size"};
    check_all(net_udp_socket(UDP_IPV4), unbound);
    check_all(udp_bound(UDP_IPV4), bound);
}
