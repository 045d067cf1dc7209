/*---
title: a path is not cut at a NUL
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
clause: >
  A path is a string, in which NUL is a character like any other: one behind the name of a file makes it another path.
  A filesystem that has no such names refuses it, with a code that is left open; nothing is done to the file whose
  name comes before the NUL, and nothing is made there.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text", made: null}}
checks:
  - {name: stat-at, allowed: &refusals
      [invalid, illegal-byte-sequence, no-entry, not-permitted, access, io, unsupported, no-such-device]}
  - {name: metadata-hash-at, allowed: *refusals}
  - {name: readlink-at, allowed: *refusals}
  - {name: open-at, allowed: *refusals}
  - {name: set-times-at, allowed: *refusals}
  - {name: link-at-from, allowed: *refusals}
  - {name: remove-directory-at, allowed: *refusals}
  - {name: unlink-file-at, allowed: *refusals}
  - {name: rename-at-from, allowed: *refusals}
  - {name: create-directory-at, allowed: *refusals}
  - {name: open-at-create, allowed: *refusals}
  - {name: symlink-at, allowed: *refusals}
  - {name: link-at-to, allowed: *refusals}
  - {name: rename-at-to, allowed: *refusals}
---*/
#include "calls.h"

CASE {
    for (uint32_t i = 0; i < CALLS_THAT_NEED; i++)
        choose_text(calls[i].name, calls[i].call(fs_first_preopen(), STR("data.txt\0x")));
    for (uint32_t i = CALLS_THAT_NEED; i < CALLS; i++)
        choose_text(calls[i].name, calls[i].call(fs_first_preopen(), STR("made\0x")));
}
