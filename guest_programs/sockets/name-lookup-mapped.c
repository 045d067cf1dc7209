/*---
title: no IPv4-mapped address is given, not even for itself
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
clause: >
  The addresses of a lookup are never IPv4 addresses mapped into IPv6, also where the name is the text of one.
level: must
since: 0.2.0
needs: [network, name-lookup]
table: {name: names-mapped}
---*/
#include "name_rows.h"

CASE { name_rows_check(); }
