/*---
title: delete takes tokens and refuses other names
spec: wasi:http/types#[method]fields.delete
errors: [wasi:http/types#header-error.invalid-syntax]
clause: >
  Delete fails with `invalid-syntax` when the name is no token; a valid name that is not there is deleted
  without an error. The fields stay as they are.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: field-names, select: {operation: delete}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    wasi_string name = row_text_whole(&table_name_texts[row->name]);
    return parts_delete(name);
}

CASE { rows_check(outcome); }
