/*---
title: a name that is an IPv4 address resolves to itself
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
clause: >
  A name that is an IP address in text is parsed and given back as the only address, without asking anybody, and after
  it the stream says none.
level: must
since: 0.2.0
needs: [network, name-lookup]
checks: [resolve, first, then]
---*/
#include "net.h"

CASE {
    wasi_ip_name_lookup_resolve_addresses_result found;
    wasi_network network = wasi_instance_network_instance_network();
    wasi_ip_name_lookup_resolve_addresses(network, STR("203.0.113.7"), &found);
    check_is_ok("resolve", wasi_network_error_code, found);
    if (found.is_err) return;

    wasi_resolve_address_stream_resolve_next_address_result next = net_next_address(found.ok);
    require_ok("resolve-next-address", wasi_network_error_code, next);
    wasi_string first = next.ok.is_some ? net_ip_text(next.ok.some) : text_of("none");
    check_eq_text("first", first, "203.0.113.7");
    next = net_next_address(found.ok);
    require_ok("resolve-next-address", wasi_network_error_code, next);
    wasi_string second = next.ok.is_some ? net_ip_text(next.ok.some) : text_of("none");
    check_eq_text("then", second, "none");
}
