/*---
title: get finds nothing under names of every kind that is not there
spec: wasi:http/types#[method]fields.get
clause: >
  For a name that is not in the fields, and for one that is syntactically invalid, get gives an empty list; it
  does not trap and has no error to tell.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: field-names, select: {operation: get}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    wasi_string name = row_text_whole(&table_name_texts[row->name]);
    return parts_get(name);
}

CASE { rows_check(outcome); }
