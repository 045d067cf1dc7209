/*---
title: a name that nobody has does not resolve
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
errors:
  - wasi:sockets/network#error-code.name-unresolvable
  - wasi:sockets/network#error-code.temporary-resolver-failure
  - wasi:sockets/network#error-code.permanent-resolver-failure
clause: >
  The stream of a name that does not exist fails with `name-unresolvable`, or with a resolver's failure where that
  cannot be asked; it gives no address, and the name, which is well-formed, is no `invalid-argument`.
level: must
since: 0.2.0
needs: [network, name-lookup]
table: {name: names-unknown}
---*/
#define NAMES_BY_KIND
#include "name_rows.h"

CASE { name_rows_check(); }
