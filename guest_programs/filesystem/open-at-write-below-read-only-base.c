/*---
title: open-at for writing needs a base with mutate-directory
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.read-only]
clause: >
  On a base descriptor without `mutate-directory`, opening with `write` fails with `read-only`.
level: must
since: 0.2.0
files: {sub/data.txt: "text"}
expect: {files: {sub/data.txt: "text"}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    wasi_descriptor base = fs_open_directory(fs_first_preopen(), STR("sub"));
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(base, 0, STR("data.txt"), 0, FS_WRITE, &got);
    check_fs_err("refused", got, READ_ONLY);
}
