/*---
title: open-at with directory refuses a regular file
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.not-directory]
clause: >
  With `directory` set, opening something that is no directory fails, as `O_DIRECTORY` of POSIX has it; the code is
  the one that is said to mean exactly this, `not-directory`.
level: must
since: 0.2.0
files: {data.txt: "text"}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("data.txt"), FS_DIRECTORY, FS_READ, &got);
    check_fs_err("refused", got, NOT_DIRECTORY);
}
