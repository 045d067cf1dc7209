/*---
title: a stream of addresses that has ended stays at its end
spec: wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
clause: >
  When all addresses have been given, each further call succeeds with none: it is no error, no address comes again,
  and nobody has to wait for it.
level: must
since: 0.2.0
needs: [network, name-lookup]
checks: [address, once, twice, ten-times]
---*/
#include "lookups.h"

static wasi_string next_told(wasi_resolve_address_stream stream) {
    wasi_resolve_address_stream_resolve_next_address_result next;
    wasi_resolve_address_stream_resolve_next_address(stream, &next);
    if (next.is_err) return text_of_result(wasi_network_error_code, next);
    return next.ok.is_some ? lookup_address_text(next.ok.some) : text_of("none");
}

CASE {
    lookup it = lookup_begin(STR("203.0.113.7"));
    require("the lookup begins", !it.over);
    wasi_resolve_address_stream_resolve_next_address_result first = net_next_address(it.stream);
    require_ok("resolve-next-address", wasi_network_error_code, first);
    check_eq_text("address", first.ok.is_some ? lookup_address_text(first.ok.some) : text_of("none"), "203.0.113.7");
    check_eq_text("once", next_told(it.stream), "none");
    check_eq_text("twice", next_told(it.stream), "none");
    uint32_t none = 0;
    for (uint32_t i = 0; i < 10; i++) none += next_told(it.stream).len == sizeof "none" - 1;
    check_eq_u64("ten-times", none, 10);
}
