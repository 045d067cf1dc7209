/*---
title: set-method takes what is syntactically valid and refuses the rest
spec:
  - wasi:http/types#[method]outgoing-request.set-method
  - wasi:http/types#[method]outgoing-request.method
clause: >
  The text of a method's case `other` is a token: set-method takes it and method gives it back with its case;
  any other text fails, and the method stays what it was.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: http-methods}
---*/
#include "http_parts.h"

static wasi_string outcome(const struct row *row) { return parts_method(row_text_whole(&table_text_texts[row->text])); }

CASE { rows_check(outcome); }
