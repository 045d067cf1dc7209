/*---
title: shutting down any direction again is ok
spec:
  - wasi:sockets/tcp#[method]tcp-socket.shutdown
clause: >
  Shutdown is idempotent: on a connection, shutting down a direction that is shut down already, alone or with the
  other, has no effect and returns `ok`.
level: must
since: 0.2.0
needs: [network]
table: {name: tcp-shutdown, select: {tells: answer}}
---*/
#include "tcp_shutdown_rows.h"

CASE { rows_check(after_shutdown); }
