/*---
title: set-authority takes a authority by each of its characters
spec:
  - wasi:http/types#[method]outgoing-request.set-authority
  - wasi:http/types#[method]outgoing-request.authority
clause: >
  An authority has the syntax that RFC 3986 gives it: set-authority takes it and authority gives it back; any
  other text fails, and the authority stays what it was. Here the text is `a`, one character, and `b`, for each
  character of the table.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: http-characters, select: {part: authority}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    wasi_string character = row_text_whole(&table_character_texts[row->character]);
    return parts_authority(text_join(text_of("a"), text_join(character, text_of("b"))));
}

CASE { rows_check(outcome); }
