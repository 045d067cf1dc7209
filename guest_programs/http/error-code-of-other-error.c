/*---
title: an error of a file's stream is no error of HTTP
spec: wasi:http/types#http-error-code
clause: >
  An error of wasi:io that has nothing to do with HTTP, such as that of a file's stream, has no error code of HTTP: the
  answer is none. The error is only borrowed and can be asked again.
level: must
since: 0.2.0
needs: [http-outgoing]
preopens: [{guest: /, host: .}]
checks: [code, again]
---*/
#include "http.h"
#include "streams.h"

static wasi_string code(wasi_error error) {
    wasi_http_http_error_code_result got;
    wasi_http_http_error_code(error, &got);
    return got.is_some ? text_of_case(wasi_http_error_code_names, got.some.tag) : text_of("none");
}

CASE {
    wasi_error error = streams_error();
    check_eq_text("code", code(error), "none");
    check_eq_text("again", code(error), "none");
}
