/*---
title: without a grant, name lookup gives no address and says access-denied
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
errors: [wasi:sockets/network#error-code.access-denied]
clause: >
  An implementation should deny all network access that was not granted: the lookup of a name then gives no address
  but an error, in resolve-addresses or in resolve-next-address. The error for denied access should be
  `access-denied`; those that the lookup documents for a name that cannot be resolved are told apart from it here, and
  allowed.
level: should
since: 0.2.0
checks:
  - name: resolve
    allowed: [access-denied, name-unresolvable, temporary-resolver-failure, permanent-resolver-failure, not-supported]
    preferred: access-denied
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
    choose_result("resolve", wasi_network_error_code, outcome);
}
