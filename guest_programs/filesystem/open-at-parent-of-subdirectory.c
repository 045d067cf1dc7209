/*---
title: open-at refuses .. out of a subdirectory that is the base
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  The base directory is the one that the descriptor refers to: `..` out of it fails with `not-permitted`, also where
  that leads to a directory that another descriptor reaches.
level: must
since: 0.2.0
files: {data.txt: "text", sub/: null}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_open_directory(fs_first_preopen(), STR("sub")), 0, STR("../data.txt"), 0, FS_READ, &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
