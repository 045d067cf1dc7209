/*---
title: open-at on a symbolic link to nowhere, with every set of flags
spec: wasi:filesystem/types#[method]descriptor.open-at
errors:
  - wasi:filesystem/types#error-code.exist
  - wasi:filesystem/types#error-code.no-entry
clause: >
  With `symlink-follow`, a link is expanded: opening fails with `no-entry` unless `create` makes what the link
  names; `create` with `exclusive` should find the link (`exist`). Without `symlink-follow`, the target is not made.
level: must
since: 0.2.0
files: {box/dangling-link: {symlink: missing}}
table: {name: open-at, select: {kind: dangling-link, base: mutable}}
---*/
#include "open_rows.h"

CASE { open_rows_check(); }
