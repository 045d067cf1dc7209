/*---
title: open-at without create fails with no-entry where nothing is
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.no-entry]
clause: >
  Without `create`, opening a path at which nothing is fails, as `openat` of POSIX does, and the code is the one
  that is said to mean that there is no such file or directory. Nothing is made.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {missing.txt: null}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("missing.txt"), 0, FS_READ, &got);
    check_fs_err("refused", got, NO_ENTRY);
}
