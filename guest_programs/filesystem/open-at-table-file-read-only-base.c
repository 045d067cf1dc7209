/*---
title: open-at on a file below a read-only base, with every set of flags
spec: wasi:filesystem/types#[method]descriptor.open-at
errors:
  - wasi:filesystem/types#error-code.read-only
clause: >
  Through a base descriptor without `mutate-directory`, whatever asks for `write`, `mutate-directory`, `create` or
  `truncate` fails with `read-only`, or with the reason for which it fails anyway; nothing is changed. What asks for
  none of these is as elsewhere.
level: must
since: 0.2.0
files: {box/file: "text"}
table: {name: open-at, select: {kind: file, base: read-only}}
---*/
#include "open_rows.h"

CASE { open_rows_check(); }
