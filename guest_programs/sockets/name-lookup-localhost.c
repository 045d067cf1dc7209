/*---
title: localhost resolves to loopback addresses
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
clause: >
  A name that the system knows resolves to one address or more, one for each call until the stream says none, and
  never to an IPv4 address mapped into IPv6; those of `localhost` are loopback addresses.
level: should
since: 0.2.0
needs: [network, name-lookup]
checks: [how-many, not-loopback]
---*/
#include "net.h"

static bool loopback(wasi_network_ip_address address) {
    if (address.tag == WASI_NETWORK_IP_ADDRESS_IPV4) return address.ipv4.f0 == 127;
    wasi_tuple_u16_u16_u16_u16_u16_u16_u16_u16 one = {.f7 = 1};
    return memcmp(&address.ipv6, &one, sizeof one) == 0;
}

CASE {
    wasi_ip_name_lookup_resolve_addresses_result found;
    wasi_ip_name_lookup_resolve_addresses(wasi_instance_network_instance_network(), STR("localhost"), &found);
    require_ok("resolve-addresses", wasi_network_error_code, found);

    uint32_t addresses = 0;
    wasi_string others = text_of("");
    for (;; addresses++) {
        wasi_resolve_address_stream_resolve_next_address_result next = net_next_address(found.ok);
        require_ok("resolve-next-address", wasi_network_error_code, next);
        if (!next.ok.is_some) break;
        if (!loopback(next.ok.some)) others = text_join(others, text_join(net_ip_text(next.ok.some), text_of(" ")));
    }
    check_at_least_u64("how-many", addresses, 1);
    check_eq_text("not-loopback", others, "");
}
