/*---
title: open-at where nothing is, with every set of flags
spec: wasi:filesystem/types#[method]descriptor.open-at
errors:
  - wasi:filesystem/types#error-code.no-entry
clause: >
  Where nothing is, opening fails with `no-entry` unless `create` is set, which makes an empty regular file. Nothing
  is made by a call that fails.
level: must
since: 0.2.0
files: {box/: null}
table: {name: open-at, select: {kind: missing, base: mutable}}
---*/
#include "open_rows.h"

CASE { open_rows_check(); }
