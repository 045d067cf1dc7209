/*---
title: a handler that sets an error makes the client get an error status
spec: wasi:http/types#[static]response-outparam.set
clause: >
  A handler may give an error code in place of a response; the implementation then decides how to answer with an HTTP
  error response.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /report}
  - {method: GET, path: /error, patience: 3000, expect: {check: error, status: error}}
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
    wasi_response_outparam_set(response_out, 1, WASI_HTTP_ERROR_CODE_CONFIGURATION_ERROR, 0, 0, 0, 0, 0, 0);
}
