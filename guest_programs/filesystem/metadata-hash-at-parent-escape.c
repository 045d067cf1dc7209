/*---
title: metadata-hash-at refuses .. out of the base directory
spec: wasi:filesystem/types#[method]descriptor.metadata-hash-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  When a step of resolving a path, here `..`, reaches a directory outside of the base directory, the function fails
  with `not-permitted`.
level: must
confinement: true
since: 0.2.0
files: {data.txt: "text"}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(metadata_hash_at, got);
    wasi_descriptor_metadata_hash_at(fs_first_preopen(), 0, STR("../outside.txt"), &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
