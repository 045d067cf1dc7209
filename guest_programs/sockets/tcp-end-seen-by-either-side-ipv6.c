/*---
title: either side sees the end of the other as closed, over IPv6
spec:
  - wasi:sockets/tcp#[method]tcp-socket.shutdown
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  When one end of a connection writes, flushes, and then shuts down sending or both directions, the other end reads
  what was written and then `closed`, and `closed` again: not a failure, and not empty lists. It makes no difference
  which end connected and which accepted.
level: must
since: 0.2.0
needs: [network, ipv6]
table: {name: tcp-endings, select: {family: ipv6, how: [shutdown-send, shutdown-both]}}
---*/
#include "tcp_ending_rows.h"

CASE { rows_check(seen); }
