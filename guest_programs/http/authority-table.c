/*---
title: set-authority takes what is syntactically valid and refuses the rest
spec:
  - wasi:http/types#[method]outgoing-request.set-authority
  - wasi:http/types#[method]outgoing-request.authority
clause: >
  An authority has the syntax that RFC 3986 gives it: set-authority takes it and authority gives it back; any
  other text fails, and the authority stays what it was.
level: must
confirmed: "two readers of the text, 2026-11-22; the text demands a syntactically valid authority of a URI, and RFC 3986, 3.2, is its grammar"
since: 0.2.0
needs: [http-outgoing]
table: {name: http-authorities}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) { return parts_authority(row_text_whole(&table_text_texts[row->text])); }

CASE { rows_check(outcome); }
