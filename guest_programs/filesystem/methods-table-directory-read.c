/*---
title: every method of a directory that may not be mutated
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
errors: [wasi:filesystem/types#error-code.read-only]
clause: >
  A directory without `mutate-directory` can be asked and listed; to modify its times fails with `read-only`. It is
  not read, written or resized as a file is.
level: must
since: 0.2.0
confirmed: "two readers of the text, 2026-11-22; the text of mutate-directory says `shall fail` with read-only"
files: {file: "text"}
table: {name: methods, select: {descriptor: directory-read}}
---*/
#include "method_rows.h"

CASE { method_rows_check(fs_open_directory(fs_first_preopen(), STR("."))); }
