/*---
title: an incoming request is not dropped before its fields
spec:
  - wasi:http/types#[resource-drop]incoming-request
  - wasi:http/types#[method]incoming-request.headers
clause: >
  The fields that headers gives are a child of the incoming request; dropping the request before all its children are
  dropped traps. So the guest does not come to answer, and its client gets an error or loses its connection.
level: must
confirmed: "two readers of the text, 2026-11-22; the text of incoming-request.headers says `will trap`"
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /report}
  - {method: GET, path: /in-order, expect: {check: in-order, status: 204}}
  - {method: GET, path: /too-early, patience: 3000, expect: {check: too-early, what: outcome, allowed: [error, nothing], preferred: error}}
report: response
checks: [asked]
expect: {trap: allowed}
---*/
#include "http.h"

CASE {
    if (http_path_is(request, "/report")) {
        check_ok("asked", true);
        return;
    }
    no_report();
    wasi_fields fields = wasi_incoming_request_headers(request);
    if (http_path_is(request, "/in-order")) wasi_fields_drop(fields);
    wasi_incoming_request_drop(request);
    http_respond(response_out, 204, wasi_fields_new(), "", 0);
}
