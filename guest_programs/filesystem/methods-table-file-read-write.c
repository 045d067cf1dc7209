/*---
title: every method of a file that is open for both
spec:
  - wasi:filesystem/types#[method]descriptor.read-via-stream
  - wasi:filesystem/types#[method]descriptor.write-via-stream
  - wasi:filesystem/types#[method]descriptor.append-via-stream
  - wasi:filesystem/types#[method]descriptor.read
  - wasi:filesystem/types#[method]descriptor.write
  - wasi:filesystem/types#[method]descriptor.set-size
  - wasi:filesystem/types#[method]descriptor.set-times
  - wasi:filesystem/types#[method]descriptor.sync-data
  - wasi:filesystem/types#[method]descriptor.sync
  - wasi:filesystem/types#[method]descriptor.get-flags
  - wasi:filesystem/types#[method]descriptor.get-type
  - wasi:filesystem/types#[method]descriptor.stat
  - wasi:filesystem/types#[method]descriptor.metadata-hash
  - wasi:filesystem/types#[method]descriptor.is-same-object
  - wasi:filesystem/types#[method]descriptor.read-directory
errors: [wasi:filesystem/types#error-code.not-directory]
clause: >
  A file that was opened with `read` and `write` can be read, written, resized, asked and synchronised; it has no
  directory entries.
level: must
since: 0.2.0
files: {file: "text"}
table: {name: methods, select: {descriptor: file-read-write}}
---*/
#include "method_rows.h"

CASE { method_rows_check(fs_open_write(fs_first_preopen(), STR("file"))); }
