// Rows of the table udp-send-to.
#ifndef UDP_SENDS_H
#define UDP_SENDS_H

#include "rows.h"
#include "udp.h"

static inline udp_address udp_send_address(uint32_t label, uint32_t family, udp_address peer, udp_address other) {
    bool ipv4 = family == UDP_IPV4;
    udp_address address = peer;
    switch (label) {
        case ADDRESS_OTHER_PORT:
            return other;
        case ADDRESS_OTHER_ADDRESS:
            if (ipv4)
                address.ipv4.address.f3 = 2;
            else
                address.ipv6.address.f7 = 2;
            return address;
        case ADDRESS_PORT_ZERO:
            return udp_loopback(family, 0);
        case ADDRESS_UNSPECIFIED:
            return udp_unspecified(family, udp_port(peer));
        case ADDRESS_UNSPECIFIED_PORT_ZERO:
            return udp_unspecified(family, 0);
        case ADDRESS_OTHER_FAMILY:
            return udp_loopback(!family, udp_port(peer));
        case ADDRESS_OTHER_FAMILY_UNSPECIFIED:
            return udp_unspecified(!family, udp_port(peer));
        case ADDRESS_MAPPED_PEER:
            address.ipv6.address.f5 = 0xffff;
            address.ipv6.address.f6 = 0x7f00;
            return address;
        default:
            return peer;
    }
}

static wasi_string udp_send_row(const struct row *row) {
    wasi_udp_socket peer = udp_bound(row->family), other = udp_bound(row->family);
    udp_address there = net_udp_local(peer);
    udp_end end = row->streams == STREAMS_FOR_ONE_PEER ? udp_open_to(row->family, there) : udp_open(row->family);
    udp_address address = udp_send_address(row->address, row->family, there, net_udp_local(other));
    wasi_string told =
        udp_sent(udp_send(end.out, row->address == ADDRESS_NONE ? udp_to_peer("x", 1) : udp_to(address, "x", 1)));
    udp_close(end);
    wasi_udp_socket_drop(peer);
    wasi_udp_socket_drop(other);
    return told;
}

#endif
