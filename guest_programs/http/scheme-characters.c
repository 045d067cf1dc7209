/*---
title: set-scheme takes a scheme by each of its characters
spec:
  - wasi:http/types#[method]outgoing-request.set-scheme
  - wasi:http/types#[method]outgoing-request.scheme
clause: >
  The text of a scheme's case `other` is a letter followed by letters, digits, plus, hyphen and dot: set-scheme
  takes it and scheme gives it back; any other text fails, and the scheme stays what it was. Here the text is
  `a`, one character, and `b`, for each character of the table.
level: must
confirmed: "two readers of the text, 2026-11-22; the text demands a syntactically valid scheme of a URI, and RFC 3986, 3.1, is its grammar"
since: 0.2.0
needs: [http-outgoing]
table: {name: http-characters, select: {part: scheme}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    wasi_string character = row_text_whole(&table_character_texts[row->character]);
    return parts_scheme(text_join(text_of("a"), text_join(character, text_of("b"))));
}

CASE { rows_check(outcome); }
