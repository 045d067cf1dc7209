/*---
title: every method that takes a path, from a file that is open for writing
spec:
  - wasi:filesystem/types#[method]descriptor.stat-at
  - wasi:filesystem/types#[method]descriptor.metadata-hash-at
  - wasi:filesystem/types#[method]descriptor.readlink-at
  - wasi:filesystem/types#[method]descriptor.open-at
  - wasi:filesystem/types#[method]descriptor.create-directory-at
  - wasi:filesystem/types#[method]descriptor.set-times-at
  - wasi:filesystem/types#[method]descriptor.link-at
  - wasi:filesystem/types#[method]descriptor.rename-at
  - wasi:filesystem/types#[method]descriptor.symlink-at
  - wasi:filesystem/types#[method]descriptor.unlink-file-at
  - wasi:filesystem/types#[method]descriptor.remove-directory-at
errors: [wasi:filesystem/types#error-code.not-directory]
clause: >
  A file has no paths below it: a method that takes a path refuses a file as the base, as the functions of POSIX do,
  which the text names, with ENOTDIR.
level: must
since: 0.2.0
files:
  {file: "text", inner: "text", link: {symlink: inner}, to-link: "text", to-rename: "text", to-unlink: "text",
   to-remove/: null, other/to-link: "text", other/to-rename: "text"}
table: {name: path-methods, select: {descriptor: file-write}}
---*/
#define METHODS_OF_PATHS
#include "method_rows.h"

CASE { method_rows_check(fs_open(fs_first_preopen(), STR("file"), 0, FS_WRITE)); }
