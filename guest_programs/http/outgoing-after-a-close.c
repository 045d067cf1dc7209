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
      /in-body: [{send: "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhe"}, close]
      /reset: [{send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}, {pause: 10}, reset]
      /version-1.0: [{send: "HTTP/1.0 200 OK\r\n\r\nok"}, close]
      /plain: [{send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]
arguments: ["{server.port}"]
checks: ["0", "1", "2", "4", "5", "6"]
---*/
#include "wire.h"

CASE {
    static const char *const paths[] = {"announced", "unannounced", "in-body", "reset", "version-1.0", "plain", "plain"};
    static const char *const wants[] = {"200 ok", "200 ok", "an error in the body", 0, "200 ok", "200 ok", "200 ok"};
    static const char *const names[] = {"0", "1", "2", "3", "4", "5", "6"};
    for (uint32_t i = 0; i < 7; i++) {
        wasi_string told = wire_answer_to(wire_get(text_of(paths[i])));
        if (wants[i]) check_eq_text(names[i], told, wants[i]);
        wasi_pollable_block(wasi_monotonic_clock_subscribe_duration(30000000));
    }
}
