/*---
title: what a full connection took is delivered once somebody reads
spec:
  - wasi:io/streams#[method]output-stream.check-write
  - wasi:io/streams#[method]output-stream.write
  - wasi:io/streams#[method]input-stream.read
clause: >
  Nobody reads while the other end writes as much as check-write permits, until it permits nothing (or 16 MiB are on
  the way, if the host holds so many). Nothing of that is lost: the reader gets every byte, and the writer a permit
  again.
level: must
since: 0.2.0
needs: [network]
checks: [received, wrong-bytes, permit-again]
---*/
#include "tcp_transfer.h"

CASE {
    net_pair pair = tcp_pair(wasi_instance_network_instance_network(), TCP_IPV4);
    transfer_end writer = {.end = pair.client, .to_send = 16 << 20};
    for (uint32_t before = ~0u; writer.sent != before && writer.sent < writer.to_send;) {
        before = writer.sent;
        // A fifth of a second without a permit: full. A stream that is ready in vain is asked again.
        wasi_pollable room = wasi_output_stream_subscribe(pair.client.output);
        wasi_pollable either[] = {room, wasi_monotonic_clock_subscribe_duration(0)};
        for (uint64_t full = wasi_monotonic_clock_now() + 200000000;
             writer.sent == before && wasi_monotonic_clock_now() < full;) {
            wasi_pollable_drop(either[1]);
            either[1] = wasi_monotonic_clock_subscribe_duration(20000000);
            wasi_poll_poll_result ready;
            wasi_poll_poll(SPAN_OF(either), &ready);
            transfer_send(&writer);
        }
        wasi_pollable_drop(either[0]);
        wasi_pollable_drop(either[1]);
    }
    transfer_end reader = {.end = pair.server, .to_receive = writer.sent};
    transfer(&reader, 1);
    check_eq_u64("received", reader.received, writer.sent);
    check_eq_u64("wrong-bytes", reader.wrong, 0);
    check_at_least_u64("permit-again", io_wait_permit(pair.client.output), 1);
}
