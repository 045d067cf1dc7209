/*---
title: a side that has ended still receives all that the other sends
spec:
  - wasi:sockets/tcp#[method]tcp-socket.shutdown
  - wasi:io/streams#[method]input-stream.blocking-read
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
clause: >
  The directions of a connection end one by one. After everything was sent and `send` was shut down, the peer, which
  sees the end, still sends 100,000 bytes back; they arrive, and then the end of that direction.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [length, first-difference]
---*/
#include "args.h"
#include "tcp_transfer.h"

enum { BYTES = 100000 };
static char bytes[BYTES];

CASE {
    net_end echo = tcp_client(wasi_instance_network_instance_network(), TCP_IPV4, args_last_number());
    for (uint32_t i = 0; i < BYTES; i++) bytes[i] = transfer_byte(1, i);
    io_write_all(echo.output, bytes, BYTES);
    net_shutdown_send(echo.socket);
    wasi_string back = io_read_all(echo.input);
    check_eq_u64("length", back.len, BYTES);
    check_eq_u64("first-difference", io_first_difference(back.ptr, bytes, back.len), back.len);
}
