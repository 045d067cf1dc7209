/*---
title: no IPv4-mapped address is given, not even for itself
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
clause: >
  The addresses of a lookup are never IPv4 addresses mapped into IPv6, also where the name is the text of one. That an
  address in place of a name is given back as it is, is said as well: of the two the text does not say which is the
  exception, so that this is what it recommends.
level: should
since: 0.2.0
needs: [network, name-lookup]
table: {name: names-mapped}
---*/
#include "name_rows.h"

CASE { name_rows_check(); }
