/*---
title: a path of a file ends without a slash
spec:
  - wasi:filesystem/types#[method]descriptor.stat-at
  - wasi:filesystem/types#[method]descriptor.metadata-hash-at
  - wasi:filesystem/types#[method]descriptor.readlink-at
  - wasi:filesystem/types#[method]descriptor.open-at
  - wasi:filesystem/types#[method]descriptor.set-times-at
  - wasi:filesystem/types#[method]descriptor.link-at
  - wasi:filesystem/types#[method]descriptor.remove-directory-at
  - wasi:filesystem/types#[method]descriptor.unlink-file-at
  - wasi:filesystem/types#[method]descriptor.rename-at
errors: [wasi:filesystem/types#error-code.not-directory]
clause: >
  The functions that take a path are said to be similar to functions of POSIX, for which a path with `/` at its end is
  that of a directory: where a file is there, they should refuse it, and say that it is no directory.
level: should
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text", new: null}}
checks:
  - {name: stat-at, allowed: [not-directory, no-entry, invalid, is-directory], preferred: not-directory}
  - {name: metadata-hash-at, allowed: [not-directory, no-entry, invalid, is-directory], preferred: not-directory}
  - {name: readlink-at, allowed: [not-directory, no-entry, invalid, is-directory], preferred: not-directory}
  - {name: open-at, allowed: [not-directory, no-entry, invalid, is-directory], preferred: not-directory}
  - {name: set-times-at, allowed: [not-directory, no-entry, invalid, is-directory], preferred: not-directory}
  - {name: link-at-from, allowed: [not-directory, no-entry, invalid, is-directory], preferred: not-directory}
  - {name: remove-directory-at, allowed: [not-directory, no-entry, invalid, is-directory], preferred: not-directory}
  - {name: unlink-file-at, allowed: [not-directory, no-entry, invalid, is-directory], preferred: not-directory}
  - {name: rename-at-from, allowed: [not-directory, no-entry, invalid, is-directory], preferred: not-directory}
---*/
#include "calls.h"

CASE {
    for (uint32_t i = 0; i < CALLS_THAT_NEED; i++)
        choose_text(calls[i].name, calls[i].call(fs_first_preopen(), STR("data.txt/")));
}
