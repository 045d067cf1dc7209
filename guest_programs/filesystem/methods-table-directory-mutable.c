/*---
title: every method of a directory that may be mutated
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
clause: >
  A directory with `mutate-directory` can be asked and listed, and its times be set. It is not read, written or
  resized as a file is.
level: must
since: 0.2.0
files: {file: "text"}
table: {name: methods, select: {descriptor: directory-mutable}}
---*/
#include "method_rows.h"

CASE { method_rows_check(fs_first_preopen()); }
