/*---
title: has finds nothing under a name with any one character in it
spec: wasi:http/types#[method]fields.has
clause: >
  For a name that is not in the fields, and for one that is syntactically invalid, has answers false; it does
  not trap and has no error to tell. Here the name is `x-a`, one character, and `b`, for each character of the
  table.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: http-characters, select: {part: name-has}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    wasi_string character = row_text_whole(&table_character_texts[row->character]);
    wasi_string name = text_join(text_of("x-a"), text_join(character, text_of("b")));
    return parts_has(name);
}

CASE { rows_check(outcome); }
