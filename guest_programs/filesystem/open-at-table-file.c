/*---
title: open-at on a regular file, with every set of flags
spec: wasi:filesystem/types#[method]descriptor.open-at
errors:
  - wasi:filesystem/types#error-code.exist
  - wasi:filesystem/types#error-code.not-directory
clause: >
  A regular file is opened as it is, is emptied by `truncate`, and is refused by `directory` (`not-directory`) and
  by `create` with `exclusive` (`exist`). The table says row by row what follows from the flags, and which
  combinations the text leaves open.
level: must
since: 0.2.0
files: {box/file: "text"}
table: {name: open-at, select: {kind: file, base: mutable}}
---*/
#include "open_rows.h"

CASE { open_rows_check(); }
