/*---
title: a method without a case of its own is sent as it is
spec: wasi:http/types#[method]outgoing-request.set-method
clause: >
  `other` with a syntactically valid method is accepted, and the server sees that method.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [accepted, seen]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/inspect", wasi_fields_new());
    uint32_t refused = wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_OTHER, (uint32_t)"PURGE", 5);
    check_ok("accepted", !refused);
    wasi_string seen = http_response_body(http_send_with_body(request, 0, 0));
    check_contains("seen", seen, "\"method\":\"PURGE\"");
}
