/*---
title: a name that cannot exist is an error of the look-up
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
errors: [wasi:http/types#error-code.DNS-error]
clause: >
  An authority whose name cannot be looked up ends in an error: DNS-error, or one that says that there is no such
  destination. (A label of a name has at most 63 bytes, so that nobody needs to be asked.)
level: should
since: 0.2.0
needs: [http-outgoing, name-lookup]
checks:
  - {name: answer, allowed: [DNS-error, destination-not-found, HTTP-request-URI-invalid, refused], preferred: DNS-error}
---*/
#include "wire.h"

static wasi_string asked(const char *authority) {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    require("the scheme is accepted", !wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTP, 0, 0));
    require("the path is accepted", !wasi_outgoing_request_set_path_with_query(request, 1, STR("/")));
    if (wasi_outgoing_request_set_authority(request, 1, authority, text_length(authority))) return text_of("refused");
    return wire_answer_to(request);
}

CASE {
    wire_tells_codes = true;
    wasi_string told = asked("a123456789b123456789c123456789d123456789e123456789f123456789g123456789.invalid:80");
    choose_text("answer", told);
}
