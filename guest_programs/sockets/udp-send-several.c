/*---
title: several datagrams in one send arrive one by one, each at its address
spec:
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
  - wasi:sockets/udp#[method]outgoing-datagram-stream.check-send
clause: >
  Send takes a list of datagrams, as many as were permitted, and tells how many it has sent. They may be for different
  addresses; each arrives as one datagram at its own, also an empty one, with the sender's address.
level: must
since: 0.2.0
needs: [network]
checks: [sent, at-first, at-second, sender]
---*/
#include "udp.h"

// The texts of so many datagrams, joined in the order of their lengths, which differ.
static wasi_string sorted_texts(wasi_incoming_datagram_stream stream, uint32_t count, udp_address *sender) {
    wasi_string texts[2] = {{0}}, all = text_of("");
    for (uint32_t i = 0; i < count; i++) {
        wasi_udp_incoming_datagram got = net_udp_receive(stream);
        texts[i] = udp_text(got);
        *sender = got.remote_address;
    }
    bool swapped = texts[0].len > texts[1].len;
    for (uint32_t i = 0; i < count; i++) {
        wasi_string text = texts[i ^ swapped];
        all = text_join(all, text_join(text_of("<"), text_join(text, text_of(">"))));
    }
    return all;
}

CASE {
    udp_end from = udp_open(UDP_IPV4), first = udp_open(UDP_IPV4),
            second = udp_open(UDP_IPV4);
    wasi_udp_outgoing_datagram datagrams[] = {
        udp_to(first.address, STR("1")),
        udp_to(second.address, STR("two")),
        udp_to(first.address, STR("three")),
        udp_to(second.address, STR("four to the second")),
    };
    uint32_t sent = 0;
    while (sent < 4) {
        uint64_t permit = udp_permit(from.out);
        wasi_outgoing_datagram_stream_send_result now;
        uint32_t count = permit < 4 - sent ? (uint32_t)permit : 4 - sent;
        wasi_outgoing_datagram_stream_send(from.out, datagrams + sent, count, &now);
        require_ok("send", wasi_network_error_code, now);
        require("it sends something of what it permitted", now.ok > 0);
        sent += (uint32_t)now.ok;
    }
    check_eq_u64("sent", sent, 4);
    udp_address sender;
    check_eq_text("at-first", sorted_texts(first.in, 2, &sender), "<1><three>");
    check_eq_text("at-second", sorted_texts(second.in, 2, &sender), "<two><four to the second>");
    check_eq_address("sender", sender, from.address);
}
