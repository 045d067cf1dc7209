/*---
title: a stream of addresses whose pollable is ready does not say would-block
spec:
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.subscribe
  - wasi:sockets/ip-name-lookup#[method]resolve-address-stream.resolve-next-address
clause: >
  The pollable resolves once the stream is ready: then resolve-next-address gives an address, or says none, but not
  `would-block`, from the first address to the end. At the end the pollable is ready as well.
level: must
since: 0.2.0
needs: [network, name-lookup]
checks: [literal, literal-end, name, name-to-the-end]
---*/
#include "lookups.h"

static wasi_string next_when_ready(wasi_resolve_address_stream stream) {
    wasi_pollable ready = wasi_resolve_address_stream_subscribe(stream);
    wasi_pollable_block(ready);
    wasi_pollable_drop(ready);
    wasi_resolve_address_stream_resolve_next_address_result next;
    wasi_resolve_address_stream_resolve_next_address(stream, &next);
    if (next.is_err) return text_of_result(wasi_network_error_code, next);
    return text_of(next.ok.is_some ? "an address" : "none");
}

CASE {
    lookup literal = lookup_begin(STR("203.0.113.7")), name = lookup_begin(STR("localhost"));
    require("both lookups begin", !literal.over && !name.over);
    check_eq_text("literal", next_when_ready(literal.stream), "an address");
    check_eq_text("literal-end", next_when_ready(literal.stream), "none");
    wasi_string told = next_when_ready(name.stream);
    check_eq_text("name", told, "an address");
    for (uint32_t i = 0; i < 64 && told.len == sizeof "an address" - 1; i++) told = next_when_ready(name.stream);
    check_eq_text("name-to-the-end", told, "none");
}
