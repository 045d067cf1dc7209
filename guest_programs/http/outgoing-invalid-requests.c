/*---
title: a request with an invalid combination of scheme and authority is rejected
spec: wasi:http/outgoing-handler#handle
clause: >
  Rejecting requests that are put together wrongly is the obligation of handle: HTTP and HTTPS require an authority,
  and of another scheme the host knows nothing. Without a scheme it may choose one. Nothing of a rejected request is
  sent.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [{send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
checks:
  - http-without-authority
  - https-without-authority
  - nothing
  - {name: ftp, allowed: [an error, refused]}
  - {name: unknown-scheme, allowed: [an error, refused]}
  - {name: file, allowed: [an error, refused]}
---*/
#include "wire.h"

static wasi_string asked(uint32_t has_scheme, uint32_t scheme, const char *other, bool has_authority) {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    uint32_t refused = wasi_outgoing_request_set_scheme(request, has_scheme, scheme, (uint32_t)other, text_length(other));
    if (refused) return text_of("refused");
    require("the path is accepted", !wasi_outgoing_request_set_path_with_query(request, 1, STR("/")));
    wasi_string authority = http_loopback(args_last_number());
    if (has_authority) wasi_outgoing_request_set_authority(request, 1, SPAN(authority));
    return wire_answer_to(request);
}

CASE {
    const uint32_t http = WASI_HTTP_SCHEME_HTTP, https = WASI_HTTP_SCHEME_HTTPS, other = WASI_HTTP_SCHEME_OTHER;
    wasi_string told = asked(1, http, "", false);
    check_eq_text("http-without-authority", told, "an error");
    told = asked(1, https, "", false);
    check_eq_text("https-without-authority", told, "an error");
    told = asked(0, 0, "", false);
    check_eq_text("nothing", told, "an error");
    told = asked(1, other, "ftp", true);
    choose_text("ftp", told);
    told = asked(1, other, "x-nobody-knows", true);
    choose_text("unknown-scheme", told);
    told = asked(1, other, "file", false);
    choose_text("file", told);
}
