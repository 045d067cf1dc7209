/*---
title: a client whose request the handler left unanswered gets an error
spec:
  - wasi:http/incoming-handler#handle
  - wasi:http/types#[static]response-outparam.set
clause: >
  When handle returns without having set the response, the implementation answers with an error in its place; which
  status that is it decides.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /report}
  - {method: GET, path: /unanswered, patience: 3000, expect: {check: unanswered, status: error}}
report: response
checks: [asked]
---*/
#include "http.h"

CASE {
    if (http_path_is(request, "/report")) {
        check_ok("asked", true);
        return;
    }
    no_report();
}
