/*---
title: path and query of a request are those that the client sent, character for character
spec: wasi:http/types#[method]incoming-request.path-with-query
clause: >
  The path with its query is given as the request has it: nothing is decoded, encoded, resolved or joined, and a query
  that is empty is still there.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - each:
      path:
        - /
        - /a/b?c=d&e
        - /%41%2f%2F
        - /a%20b?x=%00&y=+
        - //double//slash
        - /a/../b/./c
        - /?
        - /a?b?c=/
        - /;p=1,2
        - "/~u(1)!*'@:$"
        - /a?q=1&q=2&q
        - /A/a
        - /very/long/path/very/long/path/very/long/path/very/long/path/very/long/path/very/long/path/very/long/path?very=long
    path: "{path}"
    expect: {check: "{path}", what: line path, allowed: ["{path}"]}
  - {method: OPTIONS, path: "*", expect: {check: "OPTIONS *", what: line path, allowed: ["*", none, /, 0 lines path]}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    serve_say("path", serve_path(request));
    serve_answer(response_out);
}
