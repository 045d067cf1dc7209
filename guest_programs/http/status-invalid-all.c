/*---
title: numbers that have not three digits are no status codes
spec:
  - wasi:http/types#[method]outgoing-response.set-status-code
  - wasi:http/types#[method]outgoing-response.status-code
clause: >
  A status code has three digits, and the first is not zero: setting any number below 100 or from 1000 to 65535 fails,
  and the code stays what it was.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [below-100, one-of-four-digits, highest, from-1000]
---*/
#include "http.h"

static wasi_outgoing_response response;

static bool refused(uint32_t status) {
    return wasi_outgoing_response_set_status_code(response, status) == 1 &&
           wasi_outgoing_response_status_code(response) == 204;
}

CASE {
    response = wasi_outgoing_response_new(wasi_fields_new());
    require("204 is accepted", !wasi_outgoing_response_set_status_code(response, 204));
    uint32_t below = 0, above = 0;
    for (uint32_t status = 0; status < 100; status++) below += refused(status);
    check_eq_u64("below-100", below, 100);
    check_ok("one-of-four-digits", refused(1000));
    check_ok("highest", refused(65535));
    for (uint32_t status = 1000; status < 65536; status += 997) above += refused(status);
    check_eq_u64("from-1000", above, 65);
}
