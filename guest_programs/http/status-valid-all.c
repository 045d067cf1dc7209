/*---
title: every status code from 100 to 599 can be set
spec:
  - wasi:http/types#[method]outgoing-response.set-status-code
  - wasi:http/types#[method]outgoing-response.status-code
clause: >
  The valid status codes of HTTP are those from 100 to 599, whether they are registered or not: each can be set and is
  given back.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [informational, successful, redirection, client-error, server-error]
---*/
#include "http.h"

// How many of a hundred codes are accepted and read back.
static uint32_t kept(uint32_t first) {
    wasi_outgoing_response response = wasi_outgoing_response_new(wasi_fields_new());
    uint32_t count = 0;
    for (uint32_t status = first; status < first + 100; status++)
        if (!wasi_outgoing_response_set_status_code(response, status) &&
            wasi_outgoing_response_status_code(response) == status)
            count++;
    return count;
}

CASE {
    check_eq_u64("informational", kept(100), 100);
    check_eq_u64("successful", kept(200), 100);
    check_eq_u64("redirection", kept(300), 100);
    check_eq_u64("client-error", kept(400), 100);
    check_eq_u64("server-error", kept(500), 100);
}
