/*---
title: a new response has status 200, and the last code that was set stays
spec:
  - wasi:http/types#[constructor]outgoing-response
  - wasi:http/types#[method]outgoing-response.status-code
  - wasi:http/types#[method]outgoing-response.set-status-code
clause: >
  The constructor gives the status code 200. Each code that is set takes the place of the one before, in this response
  alone, also after its body and its fields were asked for.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [default, first, second, after-body, other]
---*/
#include "http.h"

static void check_status(const char *name, wasi_outgoing_response response, uint32_t status) {
    require("the code is accepted", !wasi_outgoing_response_set_status_code(response, status));
    check_eq_u64(name, wasi_outgoing_response_status_code(response), status);
}

CASE {
    wasi_outgoing_response response = wasi_outgoing_response_new(wasi_fields_new());
    wasi_outgoing_response other = wasi_outgoing_response_new(wasi_fields_new());
    check_eq_u64("default", wasi_outgoing_response_status_code(response), 200);
    check_status("first", response, 404);
    check_status("second", response, 201);
    wasi_outgoing_response_body_result body;
    wasi_outgoing_response_body(response, &body);
    require("the response has a body", !body.is_err);
    wasi_outgoing_response_headers(response);
    check_status("after-body", response, 503);
    check_eq_u64("other", wasi_outgoing_response_status_code(other), 200);
}
