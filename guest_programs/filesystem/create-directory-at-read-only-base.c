/*---
title: create-directory-at needs a base with mutate-directory
spec: wasi:filesystem/types#[method]descriptor.create-directory-at
errors: [wasi:filesystem/types#error-code.read-only]
clause: >
  Through a descriptor without `mutate-directory`, an operation that would create something and would otherwise
  succeed fails with `read-only`.
level: must
since: 0.2.0
files: {sub/: null}
checks: [refused]
---*/
#include "fs.h"

CASE {
    wasi_descriptor base = fs_open_directory(fs_first_preopen(), STR("sub"));
    FS_RESULT(create_directory_at, got);
    wasi_descriptor_create_directory_at(base, STR("new"), &got);
    check_fs_err("refused", got, READ_ONLY);
}
