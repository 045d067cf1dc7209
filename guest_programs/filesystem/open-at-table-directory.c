/*---
title: open-at on a directory, with every set of flags
spec: wasi:filesystem/types#[method]descriptor.open-at
errors:
  - wasi:filesystem/types#error-code.exist
  - wasi:filesystem/types#error-code.is-directory
clause: >
  A directory is opened with and without `directory`, also for mutating it, and is refused by `create` with
  `exclusive` (`exist`). For writing it should be refused with `is-directory`, as `openat` of POSIX does.
level: must
since: 0.2.0
files: {box/directory/: null}
table: {name: open-at, select: {kind: directory, base: mutable}}
---*/
#include "open_rows.h"

CASE { open_rows_check(); }
