/*---
title: has finds nothing under names of every kind that is not there
spec: wasi:http/types#[method]fields.has
clause: >
  For a name that is not in the fields, and for one that is syntactically invalid, has answers false; it does
  not trap and has no error to tell.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: field-names, select: {operation: has}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    wasi_string name = row_text_whole(&table_name_texts[row->name]);
    return parts_has(name);
}

CASE { rows_check(outcome); }
