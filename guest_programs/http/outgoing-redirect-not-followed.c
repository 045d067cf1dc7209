/*---
title: a redirect is a response like any other
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]incoming-response.headers
clause: >
  handle sends the request that it was given, and the future gives the response to it: a redirect is handed to the
  guest with its status, its Location and its body, and no other request is made.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      /301: [{send: "HTTP/1.1 301 Moved\r\nlocation: /elsewhere\r\ncontent-length: 5\r\n\r\nmoved"}]
      /302: [{send: "HTTP/1.1 302 Moved\r\nlocation: /elsewhere\r\ncontent-length: 5\r\n\r\nmoved"}]
      /303: [{send: "HTTP/1.1 303 Moved\r\nlocation: /elsewhere\r\ncontent-length: 5\r\n\r\nmoved"}]
      /307: [{send: "HTTP/1.1 307 Moved\r\nlocation: http://127.0.0.1/elsewhere\r\ncontent-length: 5\r\n\r\nmoved"}]
      /308: [{send: "HTTP/1.1 308 Moved\r\nlocation: //elsewhere/\r\ncontent-length: 5\r\n\r\nmoved"}]
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - {check: 301-on-the-wire, line: "GET /301 HTTP/1.1"}
        - {check: 302-on-the-wire, line: "GET /302 HTTP/1.1"}
        - {check: 303-on-the-wire, line: "GET /303 HTTP/1.1"}
        - {check: 307-on-the-wire, line: "GET /307 HTTP/1.1"}
        - {check: 308-on-the-wire, line: "GET /308 HTTP/1.1"}
checks: ["301", "302", "303", "307", "308"]
---*/
#include "args.h"
#include "http.h"

// What the guest has of a redirect, whose location it is told, too.
static wasi_string redirect(const char *path) {
    wasi_incoming_response response = http_get(args_last_number(), path);
    wasi_fields headers = wasi_incoming_response_headers(response);
    wasi_string told = text_join(text_of_u64(wasi_incoming_response_status(response)), text_of(" "));
    told = text_join(told, http_field(headers, "location"));
    wasi_fields_drop(headers);
    return text_join(told, text_join(text_of(" "), http_response_body(response)));
}

CASE {
    wasi_string got[] = {redirect("/301"), redirect("/302"), redirect("/303"), redirect("/307"), redirect("/308")};
    check_eq_text("301", got[0], "301 /elsewhere moved");
    check_eq_text("302", got[1], "302 /elsewhere moved");
    check_eq_text("303", got[2], "303 /elsewhere moved");
    check_eq_text("307", got[3], "307 http://127.0.0.1/elsewhere moved");
    check_eq_text("308", got[4], "308 //elsewhere/ moved");
}
