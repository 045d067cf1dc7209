/*---
title: a future response gives its value once and stays ready
spec:
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]future-incoming-response.subscribe
clause: >
  Each pollable of a future becomes ready when the response has come, and then get gives it on the first call and an error
  on all later ones. The future stays ready: so do its pollables, and new ones are ready at once.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [second-pollable, first, again, once-more, old-pollable, new-pollable]
---*/
#include "args.h"
#include "http.h"

static wasi_string shown(wasi_future_incoming_response future) {
    wasi_future_incoming_response_get_result got;
    wasi_future_incoming_response_get(future, &got);
    return text_of(!got.is_some ? "none" : got.some.is_err ? "already given" : got.some.ok.is_err ? "an error" : "a response");
}

CASE {
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/bytes/5", wasi_fields_new());
    wasi_future_incoming_response future = http_send(request);
    wasi_pollable one = wasi_future_incoming_response_subscribe(future);
    wasi_pollable two = wasi_future_incoming_response_subscribe(future);
    wasi_pollable_block(one);
    wasi_pollable_block(two);
    check_ok("second-pollable", wasi_pollable_ready(two));
    check_eq_text("first", shown(future), "a response");
    check_eq_text("again", shown(future), "already given");
    check_eq_text("once-more", shown(future), "already given");
    check_ok("old-pollable", wasi_pollable_ready(one));
    check_ok("new-pollable", wasi_pollable_ready(wasi_future_incoming_response_subscribe(future)));
}
