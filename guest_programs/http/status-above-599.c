/*---
title: a number from 600 to 999 is no status code
spec: wasi:http/types#[method]outgoing-response.set-status-code
clause: >
  Valid status codes are within the range from 100 to 599, as RFC 9110 says in section 15, so that setting one from 600
  to 999 fails, and the code stays what it was.
level: must
confirmed: "two readers of the text, 2026-11-22; the text demands a valid status code, and RFC 9110, 15, calls those outside of 100 to 599 invalid"
since: 0.2.0
needs: [http-outgoing]
checks: [first, last, refused, kept]
---*/
#include "http.h"

CASE {
    wasi_outgoing_response response = wasi_outgoing_response_new(wasi_fields_new());
    check_eq_u64("first", wasi_outgoing_response_set_status_code(response, 600), 1);
    check_eq_u64("last", wasi_outgoing_response_set_status_code(response, 999), 1);
    uint32_t refused = 0;
    for (uint32_t status = 600; status < 1000; status++)
        refused += wasi_outgoing_response_set_status_code(response, status);
    check_eq_u64("refused", refused, 400);
    check_eq_u64("kept", wasi_outgoing_response_status_code(response), 200);
}
