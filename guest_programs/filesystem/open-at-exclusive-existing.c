/*---
title: open-at with exclusive refuses a file that exists
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.exist]
clause: >
  With `create` and `exclusive` both set, opening a path that exists fails with `exist`.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text"}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("data.txt"), FS_CREATE | FS_EXCLUSIVE, FS_WRITE, &got);
    check_fs_err("refused", got, EXIST);
}
