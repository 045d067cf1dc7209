/*---
title: stat-at refuses .. out of the base directory
spec: wasi:filesystem/types#[method]descriptor.stat-at
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
    FS_RESULT(stat_at, got);
    wasi_descriptor_stat_at(fs_first_preopen(), 0, STR("../outside.txt"), &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
