/*---
title: lookups can be dropped before they are over
spec:
  - wasi:sockets/ip-name-lookup#[resource-drop]resolve-address-stream
  - wasi:sockets/ip-name-lookup#resolve-addresses
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.subscribe
clause: >
  A stream can be dropped at any time: at once, while its name is still looked up, after a pollable of it was dropped,
  or before its end. The next lookup works.
level: must
since: 0.2.0
needs: [network, name-lookup]
checks: [dropped, next]
---*/
#include "lookups.h"

static wasi_resolve_address_stream begun(const void *name, uint32_t length) {
    lookup it = lookup_begin(name, length);
    require("the lookup begins", !it.over);
    return it.stream;
}

CASE {
    for (uint32_t i = 0; i < 8; i++) {
        wasi_resolve_address_stream_drop(begun(STR("203.0.113.7")));
        wasi_resolve_address_stream_drop(begun(STR("localhost")));
        wasi_resolve_address_stream with_pollable = begun(STR("localhost"));
        wasi_pollable_drop(wasi_resolve_address_stream_subscribe(with_pollable));
        wasi_resolve_address_stream_drop(with_pollable);
        wasi_resolve_address_stream before_end = begun(STR("203.0.113.7"));
        net_next_address(before_end);
        wasi_resolve_address_stream_drop(before_end);
    }
    check_ok("dropped", true);
    lookup next = lookup_begin(STR("203.0.113.8"));
    lookup_all(&next, 1);
    check_eq_text("next", next.told, "203.0.113.8");
}
