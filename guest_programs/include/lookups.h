// Lookups of names, each told as one text.
#ifndef LOOKUPS_H
#define LOOKUPS_H

#include "net.h"

// An address as people write it, but for the groups of zeroes of IPv6, which are all there.
OUTLINED wasi_string lookup_address_text(wasi_network_ip_address address) {
    if (address.tag == WASI_NETWORK_IP_ADDRESS_IPV4) return net_ipv4_text((const uint8_t *)&address.ipv4);
    const uint16_t *groups = (const uint16_t *)&address.ipv6;
    char *text = allocate(8 * 5, 1), *next = text;
    for (uint32_t i = 0; i < 8; i++) {
        bool begun = false;
        for (int shift = 12; shift >= 0; shift -= 4) {
            uint32_t digit = groups[i] >> shift & 15;
            begun = begun || digit || !shift;
            if (begun) *next++ = "0123456789abcdef"[digit];
        }
        *next++ = ':';
    }
    return (wasi_string){text, (uint32_t)(next - text) - 1};
}

OUTLINED bool lookup_is_loopback(wasi_network_ip_address address) {
    if (address.tag == WASI_NETWORK_IP_ADDRESS_IPV4) return address.ipv4.f0 == 127;
    wasi_tuple_u16_u16_u16_u16_u16_u16_u16_u16 one = {.f7 = 1};
    return memcmp(&address.ipv6, &one, sizeof one) == 0;
}

// A lookup that was begun, and what is known of it.
typedef struct {
    bool over, late, some, all_loopback;
    wasi_resolve_address_stream stream;
    wasi_string told;
} lookup;

OUTLINED lookup lookup_begin(const void *name, uint32_t length) {
    wasi_ip_name_lookup_resolve_addresses_result begun;
    wasi_network network = wasi_instance_network_instance_network();
    wasi_ip_name_lookup_resolve_addresses(network, name, length, &begun);
    wasi_network_drop(network);
    if (begun.is_err) return (lookup){.over = true, .told = text_of_result(wasi_network_error_code, begun)};
    return (lookup){.stream = begun.ok, .all_loopback = true, .told = text_of("")};
}

// Takes what there is, up to the end, an error, or would-block.
OUTLINED void lookup_go_on(lookup *it) {
    while (!it->over) {
        wasi_resolve_address_stream_resolve_next_address_result next;
        wasi_resolve_address_stream_resolve_next_address(it->stream, &next);
        if (next.is_err && next.err == WASI_NETWORK_ERROR_CODE_WOULD_BLOCK) return;
        if (!next.is_err && next.ok.is_some) {
            if (it->some) it->told = text_join(it->told, text_of(" "));
            it->told = text_join(it->told, lookup_address_text(next.ok.some));
            it->all_loopback = it->all_loopback && lookup_is_loopback(next.ok.some);
            it->some = true;
            continue;
        }
        it->over = true;
        if (next.is_err) {
            it->some = false;
            it->late = true;
            it->told = text_of_result(wasi_network_error_code, next);
        } else if (!it->some) {
            it->told = text_of("no address");
        }
        wasi_resolve_address_stream_drop(it->stream);
    }
}

// Goes on with all of them until they are over, for some two seconds: resolvers may take longer, and are nobody's fault.
OUTLINED void lookup_all(lookup *them, uint32_t count) {
    for (uint32_t round = 0; round < 100; round++) {
        uint32_t over = 0;
        for (uint32_t i = 0; i < count; i++) {
            lookup_go_on(&them[i]);
            over += them[i].over;
        }
        if (over == count) return;
        wasi_pollable pause = wasi_monotonic_clock_subscribe_duration(20000000);
        wasi_pollable_block(pause);
        wasi_pollable_drop(pause);
    }
    for (uint32_t i = 0; i < count; i++)
        if (!them[i].over) them[i].told = text_of("no answer yet");
}

#endif
