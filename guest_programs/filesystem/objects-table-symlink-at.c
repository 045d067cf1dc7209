/*---
title: symlink-at makes a link only where nothing is
spec: wasi:filesystem/types#[method]descriptor.symlink-at
errors: [wasi:filesystem/types#error-code.exist]
clause: >
  A link is made where nothing is; where something is, if only a link to nowhere, the call fails with `exist`, as
  `symlinkat` of POSIX does.
level: must
since: 0.2.0
files: {target-file: "text", target-directory/: null}
table: {name: objects, select: {function: symlink-at}}
---*/
#include "object_rows.h"

CASE { object_rows_check(call_symlink_at, call_symlink_at); }
