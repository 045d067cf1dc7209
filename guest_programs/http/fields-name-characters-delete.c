/*---
title: delete takes a name by each of its characters
spec: wasi:http/types#[method]fields.delete
errors: [wasi:http/types#header-error.invalid-syntax]
clause: >
  Delete fails with `invalid-syntax` when the name is no token; a valid name that is not there is deleted
  without an error. The fields stay as they are. Here the name is `x-a`, one character, and `b`, for each
  character of the table.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: http-characters, select: {part: name-delete}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    wasi_string character = row_text_whole(&table_character_texts[row->character]);
    wasi_string name = text_join(text_of("x-a"), text_join(character, text_of("b")));
    return parts_delete(name);
}

CASE { rows_check(outcome); }
