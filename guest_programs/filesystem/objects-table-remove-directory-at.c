/*---
title: remove-directory-at removes an empty directory and nothing else
spec: wasi:filesystem/types#[method]descriptor.remove-directory-at
errors:
  - wasi:filesystem/types#error-code.no-entry
  - wasi:filesystem/types#error-code.not-empty
  - wasi:filesystem/types#error-code.not-directory
clause: >
  An empty directory is removed; one that is not is refused with `not-empty`. What is no directory, be it a link to
  one, should be refused with `not-directory`.
level: must
since: 0.2.0
files: {target-file: "text", target-directory/: null}
table: {name: objects, select: {function: remove-directory-at}}
---*/
#include "object_rows.h"

CASE { object_rows_check(call_remove_directory_at, call_remove_directory_at); }
