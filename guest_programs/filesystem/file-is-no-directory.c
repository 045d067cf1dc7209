/*---
title: a file is no base directory, and has no entries
spec:
  - wasi:filesystem/types#[method]descriptor.read-directory
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
errors: [wasi:filesystem/types#error-code.not-directory]
clause: >
  Paths are relative to a descriptor that refers to a base directory. Where it refers to a file, the calls fail; the
  code that is said to mean this is `not-directory`, and `bad-descriptor` says that the descriptor is of the wrong kind.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text"}}
checks:
  - {name: read-directory, allowed: &refusals [not-directory, bad-descriptor], preferred: not-directory}
  - {name: stat-at, allowed: *refusals, preferred: not-directory}
  - {name: metadata-hash-at, allowed: *refusals, preferred: not-directory}
  - {name: readlink-at, allowed: *refusals, preferred: not-directory}
  - {name: open-at, allowed: *refusals, preferred: not-directory}
  - {name: set-times-at, allowed: *refusals, preferred: not-directory}
  - {name: link-at-from, allowed: *refusals, preferred: not-directory}
  - {name: remove-directory-at, allowed: *refusals, preferred: not-directory}
  - {name: unlink-file-at, allowed: *refusals, preferred: not-directory}
  - {name: rename-at-from, allowed: *refusals, preferred: not-directory}
  - {name: create-directory-at, allowed: *refusals, preferred: not-directory}
  - {name: open-at-create, allowed: [not-directory, bad-descriptor, read-only], preferred: not-directory}
  - {name: symlink-at, allowed: *refusals, preferred: not-directory}
  - {name: link-at-to, allowed: *refusals, preferred: not-directory}
  - {name: rename-at-to, allowed: *refusals, preferred: not-directory}
---*/
#include "calls.h"

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(read_directory, entries);
    wasi_descriptor_read_directory(file, &entries);
    choose_fs("read-directory", entries);
    for (uint32_t i = 0; i < CALLS; i++) choose_text(calls[i].name, calls[i].call(file, STR("x")));
}
