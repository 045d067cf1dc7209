/*---
title: open-at on a symbolic link to itself, with every set of flags
spec: wasi:filesystem/types#[method]descriptor.open-at
errors:
  - wasi:filesystem/types#error-code.exist
  - wasi:filesystem/types#error-code.loop
clause: >
  A link that leads to itself cannot be resolved, and opening it fails with `loop` where links are followed;
  `create` with `exclusive` should find the link (`exist`).
level: must
since: 0.2.0
files: {box/link-loop: {symlink: link-loop}}
table: {name: open-at, select: {kind: link-loop, base: mutable}}
---*/
#include "open_rows.h"

CASE { open_rows_check(); }
