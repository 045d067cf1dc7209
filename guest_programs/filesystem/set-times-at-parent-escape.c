/*---
title: set-times-at refuses .. out of the base directory
spec: wasi:filesystem/types#[method]descriptor.set-times-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  When a step of resolving a path, here `..`, reaches a directory outside of the base directory, the function fails
  with `not-permitted`, and the times are left alone.
level: must
confinement: true
since: 0.2.0
files: {data.txt: "text"}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(set_times_at, got);
    wasi_descriptor_set_times_at(fs_first_preopen(), 0, STR("../outside.txt"),
                                 WASI_FILESYSTEM_NEW_TIMESTAMP_NO_CHANGE, 0, 0,
                                 WASI_FILESYSTEM_NEW_TIMESTAMP_TIMESTAMP, 1000000000, 0, &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
