/*---
title: every method that takes a path, from a directory that may not be mutated
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
errors: [wasi:filesystem/types#error-code.read-only]
clause: >
  Through a descriptor of a directory without `mutate-directory`, what is there can be looked at; whatever would
  create, rename, delete or modify data or metadata fails with `read-only`.
level: must
since: 0.2.0
confirmed: "two readers of the text, 2026-11-22; the text of mutate-directory says `shall fail` with read-only"
files:
  {file: "text", inner: "text", link: {symlink: inner}, to-link: "text", to-rename: "text", to-unlink: "text",
   to-remove/: null, other/to-link: "text", other/to-rename: "text"}
table: {name: path-methods, select: {descriptor: directory-read}}
---*/
#define METHODS_OF_PATHS
#include "method_rows.h"

CASE { method_rows_check(fs_open_directory(fs_first_preopen(), STR("."))); }
