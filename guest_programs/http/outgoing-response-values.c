/*---
title: the value of a response field is given byte for byte
spec:
  - wasi:http/types#[method]incoming-response.headers
  - wasi:http/types#[method]fields.get
clause: >
  A value is what stands between the white space around it, byte for byte. Bytes beyond ASCII should not be there;
  since they are, values are lists of bytes, and it should give them as they came.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      "*":
        - send: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx-plain: abc\r\nx-empty:\r\nx-around: \t a  b \t\r\nx-tab: a\tb\r\n"
        - send: "x-marks: !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\r\nX-CAPITALS: V\r\n!#$%&'*+-.^_`|~9: odd\r\n"
        - send: "x-many: a\r\nset-cookie: c=1\r\nx-many: b\r\nset-cookie: d=2, 3\r\nX-Many: a\r\nx-latin-1: caf"
        - send: {base64: "6Q0KDQo="}
arguments: ["{server.port}"]
checks:
  - plain
  - empty
  - white-space-around
  - tab-inside
  - marks
  - name-in-capitals
  - odd-name
  - {name: latin-1, allowed: ['[caf\xe9]', '[caf\xc3\xa9]'], preferred: '[caf\xe9]'}
  - {name: repeated, allowed: ["[a][b][a]", "[a, b, a]"], preferred: "[a][b][a]"}
  - {name: cookies, allowed: ["[c=1][d=2, 3]"]}
---*/
#include "args.h"
#include "http.h"

static wasi_string value(wasi_fields fields, const char *name) {
    wasi_string text = http_field_values(fields, name);
    return text;
}

CASE {
    wasi_incoming_response response = http_get(args_last_number(), "/");
    wasi_fields fields = wasi_incoming_response_headers(response);
    check_eq_text("plain", value(fields, "x-plain"), "[abc]");
    check_eq_text("empty", value(fields, "x-empty"), "[]");
    check_eq_text("white-space-around", value(fields, "x-around"), "[a  b]");
    check_eq_text("tab-inside", value(fields, "x-tab"), "[a\tb]");
    check_eq_text("marks", value(fields, "x-marks"), "[!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~]");
    check_eq_text("name-in-capitals", value(fields, "x-capitals"), "[V]");
    check_eq_text("odd-name", value(fields, "!#$%&'*+-.^_`|~9"), "[odd]");
    choose_text("latin-1", value(fields, "x-latin-1"));
    choose_text("repeated", value(fields, "x-many"));
    choose_text("cookies", value(fields, "set-cookie"));
}
