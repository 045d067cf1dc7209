/*---
title: a server that does not read makes the guest wait
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-body.write
clause: >
  The stream of a body is one with back-pressure: while the server takes nothing, check-write comes to permit nothing
  and the pollable is not ready, instead of the host piling up what it was given; once the server reads, it permits
  again.
level: should
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [{pause: 1500}, await-request]}}}
arguments: ["{server.port}"]
checks: [waits, goes-on]
---*/
#include "args.h"
#include "http.h"

enum { MOST = 48 << 20 };

CASE {
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/", wasi_fields_new());
    require("POST is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    http_send(request);
    wasi_outgoing_body_write_result stream;
    wasi_outgoing_body_write(body.ok, &stream);
    require("the body has a stream", !stream.is_err);

    static char piece[65536];
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_write_result written;
    uint32_t sent = 0;
    bool waiting = false;
    while (sent < MOST && !waiting) {
        wasi_output_stream_check_write(stream.ok, &permit);
        require_ok("asking for a permit", wasi_streams_stream_error, permit);
        if (permit.ok == 0) {
            // A while for what is on its way to get there.
            wasi_pollable both[] = {wasi_output_stream_subscribe(stream.ok), wasi_monotonic_clock_subscribe_duration(150000000)};
            wasi_poll_poll_result ready;
            wasi_poll_poll(SPAN_OF(both), &ready);
            waiting = !wasi_pollable_ready(both[0]);
            wasi_pollable_drop(both[0]);
            wasi_pollable_drop(both[1]);
            continue;
        }
        uint32_t size = permit.ok < sizeof piece ? permit.ok : sizeof piece;
        wasi_output_stream_write(stream.ok, piece, size, &written);
        require_ok("writing what was permitted", wasi_streams_stream_error, written);
        sent += size;
    }
    report_check("waits", waiting, text_join(text_of_u64(sent), text_of(" bytes taken")), text_of("a permit of 0 before that"));
    if (waiting) check_at_least_u64("goes-on", io_wait_permit(stream.ok), 1);
}
