/*---
title: dropping a lookup before its pollable traps, or does no harm
spec: wasi:sockets/ip-name-lookup#[method]resolve-address-stream.subscribe
clause: >
  The text does not say in which order they have to be dropped: a host may trap, or else both can be dropped, and the
  guest goes on.
level: must
since: 0.2.0
needs: [network, name-lookup]
checks: [there]
expect: {trap: allowed}
---*/
#include "lookups.h"

CASE {
    lookup it = lookup_begin(STR("203.0.113.7"));
    require("the lookup begins", !it.over);
    wasi_pollable child = wasi_resolve_address_stream_subscribe(it.stream);
    check_ok("there", true);
    done();
    wasi_resolve_address_stream_drop(it.stream);
    wasi_pollable_drop(child);
}
