/*---
title: several requests are under way at once, and each has its own response
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.subscribe
  - wasi:http/types#[method]future-incoming-response.get
clause: >
  handle does not wait for the response: requests can be sent one after the other and be answered in another order.
  Each future becomes ready by itself, with the response to its own request.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      /0: [{pause: 20}, {send: "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n0"}]
      /1: [{pause: 30}, {send: "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1"}]
      /2: [{pause: 40}, {send: "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n2"}]
      /3: [{pause: 50}, {send: "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n3"}]
      /4: [{pause: 60}, {send: "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n4"}]
      /late: [{pause: 1000}, {send: "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nlate"}]
arguments: ["{server.port}"]
checks: [not-yet, "0", "1", "2", "3", "4", late]
---*/
#include "wire.h"

enum { COUNT = 6 };

CASE {
    wire_takes_any_end = true;
    static const char *const names[COUNT] = {"0", "1", "2", "3", "4", "late"};
    wasi_outgoing_handler_handle_result sent[COUNT];
    for (uint32_t i = 0; i < COUNT; i++)
        wasi_outgoing_handler_handle(wire_get(text_of(names[COUNT - 1 - i])), 0, 0, sent + COUNT - 1 - i);
    wasi_string told[COUNT];
    for (uint32_t i = 0; i < COUNT - 1; i++) told[i] = wire_outcome(sent + i);
    wasi_future_incoming_response_get_result got;
    wasi_future_incoming_response_get(sent[COUNT - 1].ok, &got);
    check_ok("not-yet", !got.is_some);
    for (uint32_t i = 0; i < COUNT - 1; i++) check_eq_text(names[i], told[i], text_join(text_of("200 "), (wasi_string){(char *)names[i], 2}).ptr);
    told[COUNT - 1] = got.is_some ? text_of("early") : wire_outcome(sent + COUNT - 1);
    check_eq_text("late", told[COUNT - 1], "200 late");
}
