/*---
title: the client gets the values of fields as the handler set them
spec:
  - wasi:http/types#[constructor]outgoing-response
  - wasi:http/types#[static]response-outparam.set
  - wasi:http/types#[method]fields.append
clause: >
  Each value that the fields of a response hold is sent under its name, byte for byte, values of one name in their order;
  those of set-cookie, which a comma must not join, on lines of their own (RFC 9110, 5.3). Bytes beyond ASCII may be
  refused where the field is made.
level: must
since: 0.2.0
world: proxy
requests:
  - path: /
    expect:
      - {check: plain, what: header x-plain, allowed: [value]}
      - {check: casing, what: header x-casing, allowed: [KEPT and kept]}
      - {check: twice, what: header x-twice, allowed: ["first, second, first"]}
      - {check: empty, what: header x-empty, allowed: [""]}
      - {check: inside, what: header x-inside, allowed: ["a  b\tc"]}
      - {check: marks, what: header x-marks, allowed: ["!#$%&'*+-.^_`|~()<>@,;:\\/[]?={}\""]}
      - {check: odd-name, what: "header x!#$%&'*+-.^_`|~9", allowed: [odd]}
      - {check: bytes, what: header x-bytes, allowed: ["\xe4\x80\xff", no x-bytes], preferred: "\xe4\x80\xff"}
      - {check: cookies, apart: {set-cookie: ["a=1; Path=/", "b=2"]}}
      - {check: type, what: header content-type, allowed: [text/x-odd; charset=none]}
      - {check: location, what: header location, allowed: ["/a%20b?c#d"]}
      - {check: etag, what: header etag, allowed: ['W/"1"']}
report: response
checks:
  - set
  - {name: set-bytes, allowed: [ok, invalid-syntax], preferred: ok}
---*/
#include "serve.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-plain", "value");
    http_add(fields, "X-Casing", "KEPT and kept");
    http_add(fields, "x-twice", "first");
    http_add(fields, "set-cookie", "a=1; Path=/");
    http_add(fields, "X-Twice", "second");
    http_add(fields, "x-twice", "first");
    http_add(fields, "x-empty", "");
    http_add(fields, "x-inside", "a  b\tc");
    http_add(fields, "x-marks", "!#$%&'*+-.^_`|~()<>@,;:\\/[]?={}\"");
    http_add(fields, "x!#$%&'*+-.^_`|~9", "odd");
    http_add(fields, "set-cookie", "b=2");
    http_add(fields, "content-type", "text/x-odd; charset=none");
    http_add(fields, "location", "/a%20b?c#d");
    http_add(fields, "etag", "W/\"1\"");
    wasi_string twice = http_field_values(fields, "x-twice");
    check_eq_text("set", twice, "[first][second][first]");
    wasi_fields_append_result added;
    wasi_fields_append(fields, STR("x-bytes"), STR("\xe4\x80\xff"), &added);
    choose_result("set-bytes", wasi_http_header_error, added);
    report_fields = fields;
}
