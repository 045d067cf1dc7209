/*---
title: several lookups at a time do not mix
spec:
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
clause: >
  Each lookup has a stream of its own. Those of other names, begun before and after it, dropped or read in another
  order, change nothing of what it gives; nor does a second one of the same name.
level: must
since: 0.2.0
needs: [network, name-lookup]
checks: [third, second, first-again, localhost]
---*/
#include "lookups.h"

static wasi_string whole(lookup it) {
    lookup_all(&it, 1);
    return it.told;
}

CASE {
    lookup first = lookup_begin(STR("203.0.113.1")), localhost = lookup_begin(STR("localhost")),
           second = lookup_begin(STR("203.0.113.2")), third = lookup_begin(STR("203.0.113.3")),
           again = lookup_begin(STR("203.0.113.1"));
    require("all lookups begin", !first.over && !localhost.over && !second.over && !third.over && !again.over);
    check_eq_text("third", whole(third), "203.0.113.3");
    wasi_resolve_address_stream_drop(first.stream);
    check_eq_text("second", whole(second), "203.0.113.2");
    check_eq_text("first-again", whole(again), "203.0.113.1");
    lookup_all(&localhost, 1);
    check_ok("localhost", localhost.some && localhost.all_loopback);
}
