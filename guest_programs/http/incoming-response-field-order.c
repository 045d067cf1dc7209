/*---
title: the fields of a response are sent in the order in which entries gives them
spec:
  - wasi:http/types#[method]fields.entries
  - wasi:http/types#[static]response-outparam.set
clause: >
  Entries gives names and values in the order in which they will be serialised for transport: that is the order in which
  the client sees them.
level: must
since: 0.2.0
world: proxy
requests:
  - path: /
    expect: {check: order, what: names x-, allowed: ["x-d, x-b, x-c, x-a", "x-d, x-b, x-c, x-a, x-b"]}
report: response
checks: [entries]
---*/
#include "serve.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-d", "1");
    http_add(fields, "x-b", "2");
    http_add(fields, "x-c", "3");
    http_add(fields, "x-a", "4");
    wasi_string order = http_entries(fields);
    check_eq_text("entries", order, "x-d=1;x-b=2;x-c=3;x-a=4;");
    report_fields = fields;
}
