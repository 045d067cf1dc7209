/*---
title: a lookup goes on when the network handle is dropped that it was begun with
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/instance-network#instance-network
clause: >
  Resolve-addresses borrows the network for the call only: the guest may drop its handle before it has the addresses,
  and another handle of the network is as good for the next name.
level: must
since: 0.2.0
needs: [network, name-lookup]
checks: [localhost, with-another-handle]
---*/
#include "lookups.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_ip_name_lookup_resolve_addresses_result begun;
    wasi_ip_name_lookup_resolve_addresses(network, STR("localhost"), &begun);
    wasi_network_drop(network);
    require_ok("resolve-addresses", wasi_network_error_code, begun);
    lookup it = {.stream = begun.ok, .all_loopback = true, .told = text_of("")};
    lookup_all(&it, 1);
    check_ok("localhost", it.some && it.all_loopback);
    lookup next = lookup_begin(STR("203.0.113.7"));
    lookup_all(&next, 1);
    check_eq_text("with-another-handle", next.told, "203.0.113.7");
}
