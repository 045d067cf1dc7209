/*---
title: many and long fields are sent
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]fields.append
clause: >
  A hundred fields, and a value of 16 KiB, are within what servers take; they are sent as they are. (A host may have
  limits, for which there are codes, but lower ones would be of little use.)
level: should
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - {check: many-on-the-wire, line: "GET /many HTTP/1.1", headers: {x-00: "00", x-50: "50", x-99: "99"}}
        - {check: long-on-the-wire, line: "GET /long HTTP/1.1"}
checks:
  - {name: many, allowed: [200 ok]}
  - {name: long, allowed: [200 ok]}
---*/
#include "wire.h"

CASE {
    wire_takes_any_end = wire_tells_codes = true;
    wasi_fields many = wasi_fields_new();
    char name[] = "x-00";
    for (uint32_t i = 0; i < 100; i++) {
        name[2] = (char)('0' + i / 10);
        name[3] = (char)('0' + i % 10);
        http_add(many, name, name + 2);
    }
    wasi_string authority = http_loopback(args_last_number());
    wasi_string told = wire_answer_to(http_request(authority, "/many", many));
    choose_text("many", told);

    static char value[16385];
    memset(value, 'v', sizeof value - 1);
    wasi_fields long_one = wasi_fields_new();
    http_add(long_one, "x-long", value);
    told = wire_answer_to(http_request(authority, "/long", long_one));
    choose_text("long", told);
}
