/*---
title: from-list takes a name by each of its characters
spec: wasi:http/types#[static]fields.from-list
errors: [wasi:http/types#header-error.invalid-syntax]
clause: >
  A name is a token of HTTP: from-list takes it and it is there afterwards, with its value; every other name
  fails with `invalid-syntax`. What was there before stays. Here the name is `x-a`, one character, and `b`, for
  each character of the table.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: http-characters, select: {part: name-from-list}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    wasi_string character = row_text_whole(&table_character_texts[row->character]);
    wasi_string name = text_join(text_of("x-a"), text_join(character, text_of("b")));
    return parts_from_list(name, text_of("1"));
}

CASE { rows_check(outcome); }
