/*---
title: a future response that has not come is none, and can be dropped
spec:
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]future-incoming-response.subscribe
  - wasi:http/types#[resource-drop]future-incoming-response
clause: >
  While there is neither a response nor an error, get gives none, however often, and the pollable is not ready. Dropping
  the future gives the request up; other requests go on.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [none, none-again, pollable, other, none-still]
---*/
#include "args.h"
#include "http.h"

static wasi_string shown(wasi_future_incoming_response future) {
    wasi_future_incoming_response_get_result got;
    wasi_future_incoming_response_get(future, &got);
    return text_of(!got.is_some ? "none" : got.some.is_err ? "already given" : got.some.ok.is_err ? "an error" : "a response");
}

CASE {
    uint32_t port = args_last_number();
    wasi_future_incoming_response hanging = http_send(http_request(http_loopback(port), "/hang", wasi_fields_new()));
    wasi_future_incoming_response dropped = http_send(http_request(http_loopback(port), "/hang", wasi_fields_new()));
    check_eq_text("none", shown(hanging), "none");
    check_eq_text("none-again", shown(hanging), "none");
    wasi_pollable ready = wasi_future_incoming_response_subscribe(hanging);
    check_eq_u64("pollable", wasi_pollable_ready(ready), false);
    wasi_future_incoming_response_drop(dropped);
    check_eq_u64("other", wasi_incoming_response_status(http_get(port, "/status/204")), 204);
    check_eq_text("none-still", shown(hanging), "none");
}
