/*---
title: a name with a zero byte in it is refused
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
errors: [wasi:sockets/network#error-code.invalid-argument]
clause: >
  A text with a zero byte is syntactically neither a domain name nor an IP address: resolve-addresses itself fails,
  and the documented error is `invalid-argument`. What stands before the byte is not resolved in its place.
level: should
since: 0.2.0
needs: [network, name-lookup]
table: {name: names-nul}
---*/
#define NAMES_BY_KIND
#include "name_rows.h"

CASE { name_rows_check(); }
