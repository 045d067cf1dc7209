/*---
title: without a grant, name lookup says access-denied
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
errors: [wasi:sockets/network#error-code.access-denied]
clause: >
  An implementation should deny all network access that was not granted, and an access that is denied should fail with
  `access-denied`: the lookup of a name does, in resolve-addresses or in resolve-next-address.
level: should
since: 0.2.0
checks: [resolve]
---*/
#include "net.h"

CASE {
    wasi_ip_name_lookup_resolve_addresses_result found;
    wasi_ip_name_lookup_resolve_addresses(wasi_instance_network_instance_network(), STR("localhost"), &found);
    wasi_result_void_network_error_code outcome = {found.is_err, found.err};
    if (!found.is_err) {
        wasi_resolve_address_stream_resolve_next_address_result next = net_next_address(found.ok);
        outcome = (wasi_result_void_network_error_code){next.is_err, next.err};
    }
    check_is_err("resolve", wasi_network_error_code, outcome, WASI_NETWORK_ERROR_CODE_ACCESS_DENIED);
}
