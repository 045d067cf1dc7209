/*---
title: open-at with create needs a base with mutate-directory
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.read-only]
clause: >
  On a base descriptor without `mutate-directory`, opening with `create` fails with `read-only`, and nothing is
  made.
level: must
since: 0.2.0
files: {sub/: null}
expect: {files: {sub/new.txt: null}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    wasi_descriptor base = fs_open_directory(fs_first_preopen(), STR("sub"));
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(base, 0, STR("new.txt"), FS_CREATE, FS_READ, &got);
    check_fs_err("refused", got, READ_ONLY);
}
