/*---
title: from-list takes values that are text and refuses those with control characters
spec: wasi:http/types#[static]fields.from-list
errors: [wasi:http/types#header-error.invalid-syntax]
clause: >
  A value is visible text with spaces and tabs inside: from-list takes it and it is given back byte for byte;
  one with another control character in it, which could hide a line, fails with `invalid-syntax`, and what was
  there before stays.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: field-values, select: {operation: from-list}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    return parts_from_list(text_of("x-a"), row_text_whole(&table_value_texts[row->value]));
}

CASE { rows_check(outcome); }
