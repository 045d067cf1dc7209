/*---
title: rename-at refuses .. out of the base directory, on either side
spec: wasi:filesystem/types#[method]descriptor.rename-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  When a step of resolving a path, here `..`, reaches a directory outside of the base directory, the function fails
  with `not-permitted`: nothing is taken from outside, and nothing is put there.
level: must
confinement: true
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text", taken.txt: null}}
checks: [taking-refused, putting-refused]
---*/
#include "fs.h"

CASE {
    wasi_descriptor dir = fs_first_preopen();
    FS_RESULT(rename_at, taken);
    FS_RESULT(rename_at, put);
    wasi_descriptor_rename_at(dir, STR("../outside.txt"), dir, STR("taken.txt"), &taken);
    check_fs_err("taking-refused", taken, NOT_PERMITTED);
    wasi_descriptor_rename_at(dir, STR("data.txt"), dir, STR("../outside.txt"), &put);
    check_fs_err("putting-refused", put, NOT_PERMITTED);
}
