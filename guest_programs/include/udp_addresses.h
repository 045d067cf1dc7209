// Rows of tables about addresses: the address that a label stands for, and what came of it.
#ifndef UDP_ADDRESSES_H
#define UDP_ADDRESSES_H

#include "rows.h"
#include "udp.h"

// ffff in the sixth group, and an IPv4 address in the last two.
OUTLINED udp_address udp_mapped(uint16_t high, uint16_t low, uint32_t port) {
    udp_address address = net_loopback6((uint16_t)port);
    address.ipv6.address.f5 = 0xffff;
    address.ipv6.address.f6 = high;
    address.ipv6.address.f7 = low;
    return address;
}

OUTLINED udp_address udp_labelled(uint32_t label, uint32_t family, uint32_t port) {
    bool ipv4 = family == UDP_IPV4;
    udp_address address = udp_loopback(family, port);
    switch (label) {
        case ADDRESS_OTHER_FAMILY:
            return udp_loopback(!family, port);
        case ADDRESS_OTHER_FAMILY_UNSPECIFIED:
            return udp_unspecified(!family, port);
        case ADDRESS_UNSPECIFIED:
            return udp_unspecified(family, port);
        case ADDRESS_MAPPED_LOOPBACK:
            return udp_mapped(0x7f00, 1, port);
        case ADDRESS_MAPPED_UNSPECIFIED:
            return udp_mapped(0, 0, port);
        case ADDRESS_MULTICAST:
            if (ipv4) return net_ipv4(239, 255, 0, 1, (uint16_t)port);
            address.ipv6.address.f0 = 0xff05;
            return address;
        case ADDRESS_BROADCAST:
            return net_ipv4(255, 255, 255, 255, (uint16_t)port);
        case ADDRESS_FOREIGN:
            if (ipv4) return net_ipv4(203, 0, 113, 9, (uint16_t)port);
            address.ipv6.address.f0 = 0x2001;
            address.ipv6.address.f1 = 0x0db8;
            return address;
        default:
            return address;
    }
}

#endif
