/*---
title: entries gives names and values in their original casing
spec: wasi:http/types#[method]fields.entries
clause: >
  Names are compared without regard to case but kept with it: entries returns each name and value in the casing in
  which it was added. The text says so since 0.2.2.
level: must
since: 0.2.2
needs: [http-outgoing]
checks: [entries]
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "X-MiXeD", "VaLuE");
    wasi_string entries = http_entries(fields);
    check_eq_text("entries", entries, "X-MiXeD=VaLuE;");
}
