/*---
title: a client whose response-outparam was dropped gets an error
spec:
  - wasi:http/types#[resource-drop]response-outparam
  - wasi:http/types#[static]response-outparam.set
clause: >
  A response-outparam that is dropped without having been set is one that was never set: the implementation answers with
  an error in its place, and the next request is served.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /report}
  - {method: GET, path: /dropped, expect: {check: dropped, status: error}}
  - {method: GET, path: /next, expect: {check: next, status: 204}}
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
    if (http_path_is(request, "/dropped"))
        wasi_response_outparam_drop(response_out);
    else
        http_respond(response_out, 204, wasi_fields_new(), "", 0);
}
