/*---
title: set-scheme takes what is syntactically valid and refuses the rest
spec:
  - wasi:http/types#[method]outgoing-request.set-scheme
  - wasi:http/types#[method]outgoing-request.scheme
clause: >
  The text of a scheme's case `other` is a letter followed by letters, digits, plus, hyphen and dot: set-scheme
  takes it and scheme gives it back; any other text fails, and the scheme stays what it was.
level: must
confirmed: "two readers of the text, 2026-11-22; the text demands a syntactically valid scheme of a URI, and RFC 3986, 3.1, is its grammar"
since: 0.2.0
needs: [http-outgoing]
table: {name: http-schemes}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) { return parts_scheme(row_text_whole(&table_text_texts[row->text])); }

CASE { rows_check(outcome); }
