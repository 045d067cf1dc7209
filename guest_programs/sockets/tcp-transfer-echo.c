/*---
title: eight megabytes go to an echo and come back without loss
spec:
  - wasi:io/streams#[method]input-stream.read
  - wasi:io/streams#[method]output-stream.write
  - wasi:io/streams#[method]output-stream.check-write
  - wasi:io/poll#poll
clause: >
  A connection carries any number of bytes in both directions at the same time: 8 MiB, written as check-write
  permits and sent back by the peer while more is written, arrive whole, in order and unchanged.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [sent, received, wrong-bytes]
---*/
#include "args.h"
#include "tcp_transfer.h"

CASE {
    net_end echo = tcp_client(wasi_instance_network_instance_network(), TCP_IPV4, args_last_number());
    transfer_end end = transfer_of(echo, 8 << 20, 1, 1);
    transfer(&end, 1);
    check_eq_u64("sent", end.sent, 8 << 20);
    check_eq_u64("received", end.received, 8 << 20);
    check_eq_u64("wrong-bytes", end.wrong, 0);
}
