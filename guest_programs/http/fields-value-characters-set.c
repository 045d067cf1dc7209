/*---
title: set takes a value by each of its characters
spec: wasi:http/types#[method]fields.set
errors: [wasi:http/types#header-error.invalid-syntax]
clause: >
  A value is visible text with spaces and tabs inside: set takes it and it is given back byte for byte; one with
  another control character in it, which could hide a line, fails with `invalid-syntax`, and what was there
  before stays. Here the value is `a`, one character, and `b`, for each character of the table.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: http-characters, select: {part: value-set}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    wasi_string character = row_text_whole(&table_character_texts[row->character]);
    wasi_string value = text_join(text_of("a"), text_join(character, text_of("b")));
    return parts_set(text_of("x-a"), value);
}

CASE { rows_check(outcome); }
