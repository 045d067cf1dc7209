/*---
title: shutting down receiving closes the input stream and discards what has come
spec:
  - wasi:sockets/tcp#[method]tcp-socket.shutdown
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  After a shutdown of `receive` or `both` the input stream is closed and what was in the receive queue is gone;
  after one of `send` it still gives what has come.
level: must
since: 0.2.0
needs: [network]
table: {name: tcp-shutdown, select: {tells: input}}
---*/
#include "tcp_shutdown_rows.h"

CASE { rows_check(after_shutdown); }
