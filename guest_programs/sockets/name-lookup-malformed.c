/*---
title: what is no name and no address is refused at once
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
errors: [wasi:sockets/network#error-code.invalid-argument]
clause: >
  Of a text that is syntactically neither a domain name nor an IP address, resolve-addresses itself fails, and the
  documented error is `invalid-argument`. None of it is ever resolved, not by leaving something away.
level: should
since: 0.2.0
needs: [network, name-lookup]
table: {name: names-malformed}
---*/
#define NAMES_BY_KIND
#include "name_rows.h"

CASE { name_rows_check(); }
