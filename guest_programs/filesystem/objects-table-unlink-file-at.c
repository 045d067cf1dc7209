/*---
title: unlink-file-at removes every kind of object but a directory
spec: wasi:filesystem/types#[method]descriptor.unlink-file-at
errors: [wasi:filesystem/types#error-code.no-entry, wasi:filesystem/types#error-code.is-directory]
clause: >
  Whatever is no directory is removed, a link itself and not what it leads to; a directory is refused with
  `is-directory`.
level: must
since: 0.2.0
files: {target-file: "text", target-directory/: null}
table: {name: objects, select: {function: unlink-file-at}}
---*/
#include "object_rows.h"

CASE { object_rows_check(call_unlink_file_at, call_unlink_file_at); }
