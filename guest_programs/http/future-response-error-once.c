/*---
title: an error in place of a response is given once, too
spec:
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]future-incoming-response.subscribe
clause: >
  A future becomes ready when an error has occurred; get gives the error on the first call, and on all later ones the
  outer result is an error.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {nobody: refusing}
arguments: ["{nobody.port}"]
checks: [first, again, pollable]
---*/
#include "args.h"
#include "http.h"

static wasi_string shown(wasi_future_incoming_response future) {
    wasi_future_incoming_response_get_result got;
    wasi_future_incoming_response_get(future, &got);
    return text_of(!got.is_some ? "none" : got.some.is_err ? "already given" : got.some.ok.is_err ? "an error" : "a response");
}

CASE {
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/", wasi_fields_new());
    wasi_future_incoming_response future = http_send(request);
    wasi_pollable ready = wasi_future_incoming_response_subscribe(future);
    wasi_pollable_block(ready);
    check_eq_text("first", shown(future), "an error");
    check_eq_text("again", shown(future), "already given");
    check_ok("pollable", wasi_pollable_ready(ready));
}
