/*---
title: set-method takes a method by each of its characters
spec:
  - wasi:http/types#[method]outgoing-request.set-method
  - wasi:http/types#[method]outgoing-request.method
clause: >
  The text of a method's case `other` is a token: set-method takes it and method gives it back with its case;
  any other text fails, and the method stays what it was. Here the text is `A`, one character, and `b`, for each
  character of the table.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: http-characters, select: {part: method}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    wasi_string character = row_text_whole(&table_character_texts[row->character]);
    return parts_method(text_join(text_of("A"), text_join(character, text_of("b"))));
}

CASE { rows_check(outcome); }
