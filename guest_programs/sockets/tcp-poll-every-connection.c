/*---
title: poll starves none of many sockets and streams, and names none too early
spec:
  - wasi:sockets/tcp#[method]tcp-socket.subscribe
  - wasi:io/streams#[method]input-stream.subscribe
  - wasi:io/poll#poll
clause: >
  Of 12 connections, every second one has bytes to read, and of 4 listeners every second one has a connection
  pending. poll over the pollables of all of them, those that were named taken out, names each of these, and no
  other before a byte comes for it.
level: must
since: 0.2.0
needs: [network]
checks: [not-named, too-early, not-named-later]
---*/
#include "tcp.h"

enum { CONNECTIONS = 12, LISTENERS = 4, ALL = CONNECTIONS + LISTENERS };

static net_pair pairs[CONNECTIONS];
static wasi_pollable pollables[ALL];

// Polls those that have not been named yet until `most` of the odd or even ones have been, and counts the others.
static uint32_t poll_until(uint32_t *left, uint32_t count, uint32_t most, uint32_t odd) {
    uint32_t others = 0;
    while (most && count) {
        wasi_pollable events[ALL];
        for (uint32_t i = 0; i < count; i++) events[i] = pollables[left[i]];
        wasi_poll_poll_result ready;
        wasi_poll_poll(events, count, &ready);
        require("poll names something", ready.len > 0);
        for (uint32_t i = 0; i < ready.len; i++) {
            bool right = left[ready.ptr[i]] % 2 == odd;
            most -= right && most;
            others += !right;
            left[ready.ptr[i]] = ALL;
        }
        uint32_t kept = 0;
        for (uint32_t i = 0; i < count; i++)
            if (left[i] != ALL) left[kept++] = left[i];
        count = kept;
    }
    check_eq_u64(odd ? "not-named" : "not-named-later", most, 0);
    return others;
}

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    uint32_t all[ALL], even[CONNECTIONS / 2];
    for (uint32_t i = 0; i < ALL; i++) all[i] = i;
    for (uint32_t i = 0; i < CONNECTIONS; i++) {
        pairs[i] = tcp_pair(network, TCP_IPV4);
        pollables[i] = wasi_input_stream_subscribe(pairs[i].client.input);
        if (i % 2) io_write_all(pairs[i].server.output, STR("x"));
    }
    for (uint32_t i = CONNECTIONS; i < ALL; i++) {
        wasi_tcp_socket listener = tcp_listening(network, TCP_IPV4);
        pollables[i] = wasi_tcp_socket_subscribe(listener);
        if (i % 2) tcp_client(network, TCP_IPV4, net_tcp_port(listener));
    }
    check_eq_u64("too-early", poll_until(all, ALL, ALL / 2, 1), 0);
    for (uint32_t i = 0; i < CONNECTIONS; i += 2) {
        even[i / 2] = i;
        io_write_all(pairs[i].server.output, STR("y"));
    }
    poll_until(even, CONNECTIONS / 2, CONNECTIONS / 2, 0);
}
