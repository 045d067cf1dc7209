/*---
title: a request that is not allowed fails and is not sent
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
errors: [wasi:http/types#error-code.HTTP-request-denied]
clause: >
  A request that may not be made is rejected, by handle or through the future, and nothing of it reaches the server.
level: must
since: 0.2.0
needs: []
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect: {peers: {server: {requests: []}}}
checks:
  - {name: answer, allowed: [HTTP-request-denied, destination-IP-prohibited, destination-unavailable, connection-refused,
      destination-not-found, configuration-error]}
---*/
#include "wire.h"

CASE {
    wire_tells_codes = true;
    wasi_string told = wire_answer_to(wire_get(text_of("")));
    choose_text("answer", told);
}
