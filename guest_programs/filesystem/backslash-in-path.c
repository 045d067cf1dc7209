/*---
title: a backslash separates nothing
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
clause: >
  The separator of directories is always `/`, on every host: a path with a backslash leads to no file of a directory.
  It is a name of its own, at which nothing is, or one that the filesystem does not have; the code is left open.
level: must
since: 0.2.0
files: {sub/data.txt: "text"}
expect: {files: {sub/data.txt: "text", new: null}}
checks:
  - {name: stat-at, allowed: &refusals
      [no-entry, invalid, illegal-byte-sequence, not-permitted, access, io, unsupported]}
  - {name: metadata-hash-at, allowed: *refusals}
  - {name: readlink-at, allowed: *refusals}
  - {name: open-at, allowed: *refusals}
  - {name: set-times-at, allowed: *refusals}
  - {name: link-at-from, allowed: *refusals}
  - {name: remove-directory-at, allowed: *refusals}
  - {name: unlink-file-at, allowed: *refusals}
  - {name: rename-at-from, allowed: *refusals}
---*/
#include "calls.h"

CASE {
    for (uint32_t i = 0; i < CALLS_THAT_NEED; i++)
        choose_text(calls[i].name, calls[i].call(fs_first_preopen(), STR("sub\\data.txt")));
}
