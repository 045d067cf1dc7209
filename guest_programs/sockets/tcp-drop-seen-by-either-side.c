/*---
title: either side sees the other dropping its socket as closed
spec:
  - wasi:sockets/tcp#[resource-drop]tcp-socket
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  Dropping a socket closes it. When one end of a connection writes, flushes, and drops its streams and its socket,
  the other end reads what was written and then `closed`, and `closed` again, whether it connected or accepted.
level: should
since: 0.2.0
needs: [network]
table: {name: tcp-endings, select: {family: ipv4, how: drop}}
---*/
#include "tcp_ending_rows.h"

CASE { rows_check(seen); }
