/*---
title: a request over HTTP that has no authority is rejected
spec: wasi:http/outgoing-handler#handle
clause: >
  The scheme HTTP requires an authority, and rejecting a request that was put together wrongly is the duty of handle:
  a request without an authority fails, at once or through the future.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [fails]
---*/
#include "http.h"

CASE {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    require("the scheme is accepted", !wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTP, 0, 0));
    require("the path is accepted", !wasi_outgoing_request_set_path_with_query(request, 1, STR("/")));
    wasi_outgoing_handler_handle_result sent;
    wasi_outgoing_handler_handle(request, 0, 0, &sent);
    check_ok("fails", sent.is_err || http_outcome(sent.ok).is_err);
}
