/*---
title: after a connection that the server closed the next request is sent all the same
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
clause: >
  Connections are the host's affair: when the server has closed one, with or without having said so, or has broken it,
  the next request to the same authority gets its response.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      /announced: [{send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok"}, close]
      /unannounced: [{send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}, close]
      /reset: [{send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}, {pause: 10}, reset]
      /version-1.0: [{send: "HTTP/1.0 200 OK\r\n\r\nok"}, close]
      /plain: [{send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]
arguments: ["{server.port}"]
checks: [announced, unannounced, version-1.0, after-reset, again]
---*/
#include "wire.h"

static wasi_string asked(const char *path) {
    wasi_string told = wire_answer_to(wire_get(text_of(path)));
    // Until the host can have seen the end: a request that goes out before it may be lost.
    wasi_pollable_block(wasi_monotonic_clock_subscribe_duration(200000000));
    return told;
}

CASE {
    wire_takes_any_end = true;
    wasi_string announced = asked("announced"), unannounced = asked("unannounced"), old = asked("version-1.0");
    check_eq_text("announced", announced, "200 ok");
    check_eq_text("unannounced", unannounced, "200 ok");
    check_eq_text("version-1.0", old, "200 ok");
    asked("reset");
    wasi_string after = asked("plain"), again = asked("plain");
    check_eq_text("after-reset", after, "200 ok");
    check_eq_text("again", again, "200 ok");
}
