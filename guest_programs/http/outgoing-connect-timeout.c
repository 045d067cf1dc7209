/*---
title: a connection that does not come about ends with the timeout for it
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]request-options.set-connect-timeout
errors: [wasi:http/types#error-code.connection-timeout]
clause: >
  Where a server neither accepts nor refuses a connection, the timeout for the initial connect ends the wait with an
  error; its code is connection-timeout.
level: should
since: 0.2.0
needs: [http-outgoing]
peers: {server: unresponsive}
arguments: ["{server.port}"]
checks:
  - {name: answer, allowed: [connection-timeout, destination-unavailable, unsupported], preferred: connection-timeout}
---*/
#include "wire.h"

CASE {
    wire_tells_codes = true;
    wasi_request_options options = wasi_request_options_new();
    uint32_t refused = wasi_request_options_set_connect_timeout(options, 1, 200000000);
    wasi_outgoing_handler_handle_result sent;
    wasi_outgoing_handler_handle(wire_get(text_of("")), 1, options, &sent);
    wasi_string told = refused ? text_of("unsupported") : wire_outcome(&sent);
    choose_text("answer", told);
}
