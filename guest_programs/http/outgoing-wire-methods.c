/*---
title: every method is on the wire as it was set
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-request.set-method
clause: >
  The known methods are sent by their names in capitals, and others exactly as they were set, since the case of a
  method matters (RFC 9110 section 9.1). (CONNECT asks for a tunnel and is another matter.)
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [{send: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - {check: get-on-the-wire, line: "GET /get HTTP/1.1"}
        - {check: head-on-the-wire, line: "HEAD /head HTTP/1.1"}
        - {check: post-on-the-wire, line: "POST /post HTTP/1.1"}
        - {check: put-on-the-wire, line: "PUT /put HTTP/1.1"}
        - {check: delete-on-the-wire, line: "DELETE /delete HTTP/1.1"}
        - {check: options-on-the-wire, line: "OPTIONS /options HTTP/1.1"}
        - {check: trace-on-the-wire, line: "TRACE /trace HTTP/1.1"}
        - {check: patch-on-the-wire, line: "PATCH /patch HTTP/1.1"}
        - {check: other-0-on-the-wire, line: "PURGE /other HTTP/1.1"}
        - {check: other-1-on-the-wire, line: "PROPFIND /other HTTP/1.1"}
        - {check: other-2-on-the-wire, line: "M-SEARCH /other HTTP/1.1"}
        - {check: other-3-on-the-wire, line: "lower /other HTTP/1.1"}
        - {check: other-4-on-the-wire, line: "X_y /other HTTP/1.1"}
        - {check: other-5-on-the-wire, line: "QUERY /other HTTP/1.1"}
        - {check: other-6-on-the-wire, line: "!#$%&'*+-.^_`|~09 /other HTTP/1.1"}
checks: [get, head, post, put, delete, options, trace, patch, other-0, other-1, other-2, other-3, other-4, other-5, other-6]
---*/
#include "args.h"
#include "http.h"

static wasi_string authority;

static void check_sent(const char *name, const char *path, uint32_t tag, wasi_string other) {
    wasi_outgoing_request request = http_request(authority, path, wasi_fields_new());
    uint32_t refused = wasi_outgoing_request_set_method(request, tag, (uint32_t)other.ptr, other.len);
    if (refused)
        check_eq_text(name, text_of("refused"), "accepted");
    else
        check_eq_u64(name, wasi_incoming_response_status(http_await(http_send(request))), 200);
}

CASE {
    authority = http_loopback(args_last_number());
    static const uint32_t known[] = {
        WASI_HTTP_METHOD_GET,    WASI_HTTP_METHOD_HEAD,    WASI_HTTP_METHOD_POST,  WASI_HTTP_METHOD_PUT,
        WASI_HTTP_METHOD_DELETE, WASI_HTTP_METHOD_OPTIONS, WASI_HTTP_METHOD_TRACE, WASI_HTTP_METHOD_PATCH,
    };
    for (uint32_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        wasi_string name = text_join(text_of_case(wasi_http_method_names, known[i]), (wasi_string){(char *)"", 1});
        check_sent(name.ptr, text_join(text_of("/"), name).ptr, known[i], (wasi_string){0, 0});
    }
    static const char *const others[] = {"PURGE", "PROPFIND", "M-SEARCH", "lower", "X_y", "QUERY", "!#$%&'*+-.^_`|~09"};
    char name[] = "other-0";
    for (uint32_t i = 0; i < sizeof others / sizeof others[0]; i++, name[6]++)
        check_sent(name, "/other", WASI_HTTP_METHOD_OTHER, text_of(others[i]));
}
