/*---
title: set-path-with-query takes a path by each of its characters
spec:
  - wasi:http/types#[method]outgoing-request.set-path-with-query
  - wasi:http/types#[method]outgoing-request.path-with-query
clause: >
  A path and its query have the syntax that RFC 3986 gives them: set-path-with-query takes it and
  path-with-query gives it back as it is; any other text, such as one with a fragment, a space or a character
  beyond ASCII, fails, and what was set before stays. Here the text is `/a`, one character, and `b`, for each
  character of the table.
level: must
confirmed: "two readers of the text, 2026-11-22; the text demands a syntactically valid path and query of a URI, and RFC 3986, 3.3 and 3.4, is their grammar"
since: 0.2.0
needs: [http-outgoing]
table: {name: http-characters, select: {part: path}}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) {
    wasi_string character = row_text_whole(&table_character_texts[row->character]);
    return parts_path(text_join(text_of("/a"), text_join(character, text_of("b"))));
}

CASE { rows_check(outcome); }
