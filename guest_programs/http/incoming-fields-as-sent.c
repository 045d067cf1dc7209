/*---
title: the fields of a request have the values that were sent
spec:
  - wasi:http/types#[method]incoming-request.headers
  - wasi:http/types#[method]fields.get
  - wasi:http/types#[method]fields.entries
clause: >
  Every line of the request's head is a value under its name, in the order in which values of one name were sent. Blanks
  around a value are no part of it, all else is, byte for byte; a value may be empty. HTTP lets a recipient join the
  values of one name with commas (RFC 9110, 5.3), so that is allowed, too.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - head:
      - GET /fields HTTP/1.1
      - "Host: {host}"
      - "X-Plain: value"
      - "x-twice: first"
      - "x-between: 1"
      - "X-TWICE: second"
      - "x-Twice: first"
      - "x-empty:"
      - "x-blank:  \t "
      - "x-blanks:  \t in  the\tmiddle \t "
      - "x-tight:value"
      - "x-commas: a, b,c"
      - 'x-quoted: "a, \"b"'
      - "x-marks: !#$%&'*+-.^_`|~()<>@,;:\\/[]?={}"
      - "x-long: 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
      - "x!#$%&'*+-.^_`|~9: odd"
    expect:
      - {check: plain, what: line x-plain, allowed: ["[value]"]}
      - {check: repeated, what: line x-twice, allowed: ["[first][second][first]", "[first, second, first]"], preferred: "[first][second][first]"}
      - {check: empty, what: line x-empty, allowed: ["[]"]}
      - {check: blank, what: line x-blank, allowed: ["[]"]}
      - {check: blanks, what: line x-blanks, allowed: ["[in  the\\x09middle]"]}
      - {check: no-blank, what: line x-tight, allowed: ["[value]"]}
      - {check: commas, what: line x-commas, allowed: ["[a, b,c]"]}
      - {check: quoted, what: line x-quoted, allowed: ['["a, \x5c"b"]']}
      - {check: marks, what: line x-marks, allowed: ["[!#$%&'*+-.^_`|~()<>@,;:\\x5c/[]?={}]"]}
      - {check: long, what: line x-long, allowed: ["[0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789]"]}
      - {check: odd-name, what: "line x!#$%&'*+-.^_`|~9", allowed: ["[odd]"]}
      - {check: never-sent, what: line x-never, allowed: ["none"]}
      - {check: entries, what: line entries, allowed: ["14", "12"], preferred: "14"}
  - head: [GET /fields HTTP/1.1, "Host: {host}", "x-bytes: \xe4\x80\xff"]
    expect: {check: bytes, what: line x-bytes, allowed: ["[\\xe4\\x80\\xff]", 0 lines x-bytes], preferred: "[\\xe4\\x80\\xff]"}
report: response
checks: [asked]
---*/
#include "serve.h"

static const char *const names[] = {
    "x-plain", "x-twice",  "x-empty", "x-blank", "x-blanks",               "x-tight", "x-commas",
    "x-quoted", "x-marks", "x-long",  "x-bytes", "x!#$%&'*+-.^_`|~9", "x-never",
};

CASE {
    if (serve_report(request)) return;
    wasi_fields fields = wasi_incoming_request_headers(request);
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) {
        wasi_string values = http_field_values(fields, names[i]);
        serve_say(names[i], values.len ? values : text_of("none"));
    }
    wasi_fields_entries_result entries;
    wasi_fields_entries(fields, &entries);
    uint32_t ours = 0;  // the host may add or keep back others
    for (uint32_t i = 0; i < entries.len; i++) ours += (entries.ptr[i].f0.ptr[0] | 32) == 'x';
    serve_say("entries", text_of_u64(ours));
    serve_answer(response_out);
}
