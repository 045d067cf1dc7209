/*---
title: an empty path names nothing
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
  - wasi:filesystem/types#[method]descriptor.create-directory-at
  - wasi:filesystem/types#[method]descriptor.symlink-at
errors: [wasi:filesystem/types#error-code.no-entry]
clause: >
  The functions that take a path are said to be similar to functions of POSIX, which refuse an empty path as one at
  which nothing is. `invalid` says the same with another word.
level: should
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text", new: null}}
checks:
  - {name: stat-at, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: metadata-hash-at, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: readlink-at, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: open-at, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: set-times-at, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: link-at-from, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: remove-directory-at, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: unlink-file-at, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: rename-at-from, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: create-directory-at, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: open-at-create, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: symlink-at, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: link-at-to, allowed: [no-entry, invalid], preferred: no-entry}
  - {name: rename-at-to, allowed: [no-entry, invalid], preferred: no-entry}
---*/
#include "calls.h"

CASE {
    for (uint32_t i = 0; i < CALLS; i++) choose_text(calls[i].name, calls[i].call(fs_first_preopen(), STR("")));
}
