/*---
title: a name that cannot be a host name fails with invalid-argument
spec: wasi:sockets/ip-name-lookup#resolve-addresses
errors: [wasi:sockets/network#error-code.invalid-argument]
clause: >
  Of a name that is syntactically neither a domain name nor an IP address, resolve-addresses itself fails, and the
  documented error is `invalid-argument`.
level: should
since: 0.2.0
needs: [network, name-lookup]
checks: [resolve]
---*/
#include "net.h"

CASE {
    wasi_ip_name_lookup_resolve_addresses_result found;
    wasi_network network = wasi_instance_network_instance_network();
    wasi_ip_name_lookup_resolve_addresses(network, STR("two words/and:more"), &found);
    check_is_err("resolve", wasi_network_error_code, found, WASI_NETWORK_ERROR_CODE_INVALID_ARGUMENT);
}
