/*---
title: open-at on a symbolic link to a file, with every set of flags
spec: wasi:filesystem/types#[method]descriptor.open-at
errors:
  - wasi:filesystem/types#error-code.exist
  - wasi:filesystem/types#error-code.not-directory
clause: >
  With `symlink-follow`, a link is expanded and all is as it were its target, save that `create` with `exclusive`
  finds the link (`exist`). Without, the target is neither opened nor emptied.
level: must
since: 0.2.0
files: {box/file: "text", box/link-to-file: {symlink: file}}
table: {name: open-at, select: {kind: link-to-file, base: mutable}}
---*/
#include "open_rows.h"

CASE { open_rows_check(); }
