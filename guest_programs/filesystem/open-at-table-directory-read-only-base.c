/*---
title: open-at on a directory below a read-only base, with every set of flags
spec: wasi:filesystem/types#[method]descriptor.open-at
errors:
  - wasi:filesystem/types#error-code.read-only
clause: >
  Through a base descriptor without `mutate-directory`, whatever asks for `write`, `mutate-directory`, `create` or
  `truncate` fails with `read-only`, or with the reason for which it fails anyway; what asks for none of these is as
  elsewhere.
level: must
since: 0.2.0
files: {box/directory/: null}
table: {name: open-at, select: {kind: directory, base: read-only}}
---*/
#include "open_rows.h"

CASE { open_rows_check(); }
