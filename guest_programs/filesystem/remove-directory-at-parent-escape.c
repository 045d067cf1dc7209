/*---
title: remove-directory-at refuses .. out of the base directory
spec: wasi:filesystem/types#[method]descriptor.remove-directory-at
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
    FS_RESULT(remove_directory_at, got);
    wasi_descriptor_remove_directory_at(fs_first_preopen(), STR("../outside-dir"), &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
