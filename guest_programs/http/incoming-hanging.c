/*---
title: a handler that hangs costs its own request only
spec: wasi:http/incoming-handler#handle
clause: >
  A call of handle that waits for something that does not happen keeps its own client waiting, and nobody else: other
  requests are served while it hangs, and after its client has left.
level: should
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - {path: /hang, patience: 300, expect: {check: hanging, what: outcome, allowed: [silence, error, nothing]}}
  - {path: /fine, at-once: true, patience: 2500, expect: {check: meanwhile, status: 200}}
  - {path: /hang, patience: 50}
  - {path: /fine, patience: 2500, expect: {check: afterwards, status: 200}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    if (http_path_is(request, "/hang"))
        wasi_pollable_block(wasi_monotonic_clock_subscribe_duration(3600000000000));
    serve_answer(response_out);
}
