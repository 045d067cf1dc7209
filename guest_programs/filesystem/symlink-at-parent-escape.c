/*---
title: symlink-at refuses .. out of the base directory
spec: wasi:filesystem/types#[method]descriptor.symlink-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  When a step of resolving a path, here `..`, reaches a directory outside of the base directory, the function fails
  with `not-permitted`, and nothing is made.
level: must
confinement: true
since: 0.2.0
needs: [symlinks]
files: {data.txt: "text"}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(symlink_at, got);
    wasi_descriptor_symlink_at(fs_first_preopen(), STR("data.txt"), STR("../link"), &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
