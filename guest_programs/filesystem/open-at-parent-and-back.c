/*---
title: open-at refuses a path that leaves the base directory and comes back
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  A path that steps out of the base directory on its way fails with `not-permitted`, even when it ends inside.
level: must
since: 0.2.0
files: {data.txt: "text", sub/: null}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("sub/../../files/data.txt"), 0, FS_READ, &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
