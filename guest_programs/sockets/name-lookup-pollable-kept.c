/*---
title: a pollable of a lookup that was made at its beginning stays ready to the end
spec: wasi:sockets/ip-name-lookup#[method]resolve-address-stream.subscribe
clause: >
  A pollable that was made before the result was there becomes ready with it, and is still ready when an address was
  taken and when all were, for there is always something that the stream can say at once. One made later says the
  same.
level: must
since: 0.2.0
needs: [network, name-lookup]
checks: [after-the-result, after-the-end, made-at-the-end]
---*/
#include "lookups.h"

CASE {
    lookup it = lookup_begin(STR("203.0.113.7"));
    require("the lookup begins", !it.over);
    wasi_pollable early = wasi_resolve_address_stream_subscribe(it.stream);
    wasi_pollable_block(early);
    check_eq_u64("after-the-result", wasi_pollable_ready(early), true);
    for (uint32_t i = 0; i < 3; i++) net_next_address(it.stream);
    check_eq_u64("after-the-end", wasi_pollable_ready(early), true);
    wasi_pollable late = wasi_resolve_address_stream_subscribe(it.stream);
    check_eq_u64("made-at-the-end", wasi_pollable_ready(late), true);
}
