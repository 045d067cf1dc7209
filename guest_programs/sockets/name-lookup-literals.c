/*---
title: a name that is an IP address resolves to that address and no other
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
clause: >
  If the name is an IP address in text, of either family, it is parsed and given back as it is, and nobody is asked.
level: must
since: 0.2.0
needs: [network, name-lookup]
table: {name: names-literal}
---*/
#include "name_rows.h"

CASE { name_rows_check(); }
