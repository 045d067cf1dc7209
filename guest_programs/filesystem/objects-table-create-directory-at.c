/*---
title: create-directory-at makes a directory only where nothing is
spec: wasi:filesystem/types#[method]descriptor.create-directory-at
errors: [wasi:filesystem/types#error-code.exist]
clause: >
  A directory is made where nothing is; where something is, if only a link to nowhere, the call fails with `exist`,
  as `mkdirat` of POSIX does.
level: must
since: 0.2.0
files: {target-file: "text", target-directory/: null}
table: {name: objects, select: {function: create-directory-at}}
---*/
#include "object_rows.h"

CASE { object_rows_check(call_create_directory_at, call_create_directory_at); }
