/*---
title: open-at refuses an absolute path
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  A path that starts with `/` fails with `not-permitted`, also where the directory was preopened as `/`.
level: must
confinement: true
since: 0.2.0
files: {data.txt: "text"}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("/data.txt"), 0, FS_READ, &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
