/*---
title: the other end sees a shutdown of sending as the end, and no other
spec:
  - wasi:sockets/tcp#[method]tcp-socket.shutdown
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  After a shutdown of `send` or `both` the other end of the connection reads `closed`; after one of `receive` it
  reads what is written.
level: must
since: 0.2.0
needs: [network]
table: {name: tcp-shutdown, select: {tells: peer}}
---*/
#include "tcp_shutdown_rows.h"

CASE { rows_check(after_shutdown); }
