/*---
title: shutting down sending closes the output stream
spec:
  - wasi:sockets/tcp#[method]tcp-socket.shutdown
  - wasi:io/streams#[method]output-stream.check-write
clause: >
  After a shutdown of `send` or `both` the output stream is closed; after one of `receive` it takes bytes as before.
level: must
since: 0.2.0
needs: [network]
table: {name: tcp-shutdown, select: {tells: output}}
---*/
#include "tcp_shutdown_rows.h"

CASE { rows_check(after_shutdown); }
