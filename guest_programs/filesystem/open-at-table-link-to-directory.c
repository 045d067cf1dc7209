/*---
title: open-at on a symbolic link to a directory, with every set of flags
spec: wasi:filesystem/types#[method]descriptor.open-at
errors:
  - wasi:filesystem/types#error-code.exist
  - wasi:filesystem/types#error-code.is-directory
clause: >
  With `symlink-follow`, a link is expanded and all is as it were its target, save that `create` with `exclusive`
  finds the link (`exist`). Without, the target is not opened.
level: must
since: 0.2.0
files: {box/directory/: null, box/link-to-directory: {symlink: directory}}
table: {name: open-at, select: {kind: link-to-directory, base: mutable}}
---*/
#include "open_rows.h"

CASE { open_rows_check(); }
