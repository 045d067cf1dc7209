/*---
title: without a grant, no form of a name gives an address
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
errors: [wasi:sockets/network#error-code.access-denied]
clause: >
  An implementation should deny all network access that was not granted: no name gives an address, however it is
  written, nor does a host crash over it. The error for denied access should be `access-denied`; others are allowed.
level: should
since: 0.2.0
table: {name: names-denied}
---*/
#define NAMES_BY_KIND
#include "name_rows.h"

CASE { name_rows_check(); }
