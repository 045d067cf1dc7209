/*---
title: open-at on a link to a directory outside, with every set of flags
spec: wasi:filesystem/types#[method]descriptor.open-at
errors:
  - wasi:filesystem/types#error-code.not-permitted
clause: >
  A path that reaches a directory outside of the base directory by way of a link fails with `not-permitted`; a link
  at the end that is not followed is not passed either. In no way is what is outside opened, emptied or made.
level: must
since: 0.2.0
files: {box/link-out-to-directory: {symlink: ../../outside-dir}}
table: {name: open-at, select: {kind: link-out-to-directory, base: mutable}}
---*/
#include "open_rows.h"

CASE { open_rows_check(); }
