/*---
title: request options that were used for a request cannot be used again
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]request-options.connect-timeout
clause: >
  Passing an owned handle takes it out of the instance's table. Lifting that index again finds nothing there,
  which traps (Canonical ABI, lift_own and lift_borrow): here it is the options that handle took.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/bytes/5", wasi_fields_new());
    wasi_request_options options = wasi_request_options_new();
    wasi_outgoing_handler_handle_result sent;
    wasi_outgoing_handler_handle(request, 1, options, &sent);
    require_ok("sending the request", wasi_http_error_code, sent);
    check_ok("set-up-done", true);
    done();
    wasi_option_u64 got;
    wasi_request_options_connect_timeout(options, &got);
    check_ok("survived", false);
}
