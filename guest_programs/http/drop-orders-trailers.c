/*---
title: future trailers and what belongs to them are dropped in any order
spec:
  - wasi:http/types#[resource-drop]future-trailers
  - wasi:http/types#[static]incoming-body.finish
  - wasi:http/types#[method]future-trailers.get
clause: >
  Trailers are dropped before the future that gave them, since they are its child, and a pollable before its future, to be
  safe; otherwise these and the response can be dropped in any order. What is left goes on working.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      "*":
        - await-request
        - send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-a\r\n\r\n5\r\nhello\r\n0\r\nx-a: 1\r\n\r\n"
arguments: ["{server.port}"]
table: {name: drop-trailers}
---*/
#include "args.h"
#include "rows.h"
#include "trailers.h"

static uint32_t port;

static wasi_string outcome(const struct row *row) {
    wasi_incoming_response response = http_get(port, "/");
    wasi_future_trailers future = trailers_after_body(response);
    wasi_pollable ready = wasi_future_trailers_subscribe(future);
    wasi_future_trailers_get_result got = trailers_await(future);
    require("there is no error", got.is_some && !got.some.is_err && !got.some.ok.is_err);
    // A host that gives no trailers fails future-trailers-once; here it has less to drop.
    bool some = got.some.ok.ok.is_some;
    wasi_fields trailers = got.some.ok.ok.some;
    bool has = some && wasi_fields_has(trailers, STR("x-a"));

    for (uint32_t step = 0; step < 2; step++) {
        if (row->pollable == step) wasi_pollable_drop(ready);
        if (row->trailers == step && some) wasi_fields_drop(trailers);
        if (row->future == step) wasi_future_trailers_drop(future);
        if (row->response == step) wasi_incoming_response_drop(response);

        if (row->pollable > step && !wasi_pollable_ready(ready)) return text_of("the pollable is broken");
        if (row->trailers > step && some && wasi_fields_has(trailers, STR("x-a")) != has)
            return text_of("the trailers are broken");
        if (row->future > step) {
            wasi_future_trailers_get_result again = trailers_get(future);
            if (!again.is_some || !again.some.is_err) return text_of("the future is broken");
        }
        if (row->response > step && wasi_incoming_response_status(response) != 200)
            return text_of("the response is broken");
    }
    return text_of("ok");
}

CASE {
    port = args_last_number();
    rows_check(outcome);
}
