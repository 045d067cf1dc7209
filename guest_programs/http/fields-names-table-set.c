/*---
title: set takes tokens and refuses other names
spec: wasi:http/types#[method]fields.set
errors: [wasi:http/types#header-error.invalid-syntax, wasi:http/types#header-error.forbidden]
clause: >
  A name is a token of HTTP: set takes it and it is there afterwards, with its value; every other name fails
  with `invalid-syntax`, and a name that the implementation forbids with `forbidden`. What was there before
  stays.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: field-names, select: {operation: set}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    wasi_string name = row_text_whole(&table_name_texts[row->name]);
    return parts_set(name, text_of("1"));
}

CASE { rows_check(outcome); }
