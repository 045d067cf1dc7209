/*---
title: a request over HTTP that has no authority is rejected
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-request.set-authority
clause: >
  The scheme HTTP requires an authority, and rejecting a request that was put together wrongly is the duty of handle:
  a request without an authority, one that never had one or has it no longer, fails, at once or through the future, and
  is not sent.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
expect: {peers: {server: {requests: []}}}
checks: [never-set, taken-back]
---*/
#include "args.h"
#include "http.h"

static bool fails(bool taken_back) {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    require("the scheme is accepted", !wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTP, 0, 0));
    require("the path is accepted", !wasi_outgoing_request_set_path_with_query(request, 1, STR("/")));
    if (taken_back) {
        wasi_string authority = http_loopback(args_last_number());
        require("the authority is accepted", !wasi_outgoing_request_set_authority(request, 1, SPAN(authority)));
        require("none is accepted", !wasi_outgoing_request_set_authority(request, 0, 0, 0));
    }
    wasi_outgoing_handler_handle_result sent;
    wasi_outgoing_handler_handle(request, 0, 0, &sent);
    return sent.is_err || http_outcome(sent.ok).is_err;
}

CASE {
    bool never_set = fails(false), taken_back = fails(true);
    check_ok("never-set", never_set);
    check_ok("taken-back", taken_back);
}
