/*---
title: a request to a port where nothing listens fails with connection-refused
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
errors: [wasi:http/types#error-code.connection-refused]
clause: >
  A request that is valid and allowed is accepted by handle, and what goes wrong with the connection is told by the
  future; for a connection that the other end refuses there is the error `connection-refused`.
level: should
since: 0.2.0
needs: [http-outgoing]
peers: {nobody: refusing}
arguments: ["{nobody.port}"]
checks: [handle, future]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_outgoing_handler_handle_result sent;
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/", wasi_fields_new());
    wasi_outgoing_handler_handle(request, 0, 0, &sent);
    check_is_ok("handle", wasi_http_error_code, sent);
    if (sent.is_err) return;
    wasi_result_incoming_response_http_error_code outcome = http_outcome(sent.ok);
    check_is_err("future", wasi_http_error_code, outcome, WASI_HTTP_ERROR_CODE_CONNECTION_REFUSED);
}
