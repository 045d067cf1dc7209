/*---
title: where the network is granted and lookup is not, a name gives no more than the network
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
errors: [wasi:sockets/network#error-code.access-denied]
clause: >
  An implementation should deny all network access that was not granted: where the network is granted and the lookup
  of names is not, a name gives no address, or, where the one grant is taken to imply the other, one that was granted.
  The error for denied access should be `access-denied`; those of a name that cannot be resolved are allowed.
level: should
since: 0.2.0
needs: [network]
checks:
  - name: resolve
    allowed: [access-denied, name-unresolvable, temporary-resolver-failure, permanent-resolver-failure, not-supported,
              loopback]
    preferred: access-denied
---*/
#include "lookups.h"

CASE {
    lookup it = lookup_begin(STR("localhost"));
    lookup_all(&it, 1);
    choose_text("resolve", it.some && it.all_loopback ? text_of("loopback") : it.told);
}
