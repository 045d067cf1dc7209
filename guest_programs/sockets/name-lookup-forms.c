/*---
title: names in capitals and in Unicode are converted
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
errors: [wasi:sockets/network#error-code.invalid-argument, wasi:sockets/network#error-code.name-unresolvable]
clause: >
  Letters of domain names have no case. Unicode domain names are converted to ASCII by IDNA: they are not refused for
  being such, unless IDNA refuses them, and what they are in ASCII is looked up.
level: should
since: 0.2.0
needs: [network, name-lookup]
table: {name: names-form}
---*/
#define NAMES_BY_KIND
#include "name_rows.h"

CASE { name_rows_check(); }
