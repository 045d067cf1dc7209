/*---
title: create-directory-at refuses a path that exists
spec: wasi:filesystem/types#[method]descriptor.create-directory-at
errors: [wasi:filesystem/types#error-code.exist]
clause: >
  Where something is, no directory is made: as `mkdirat` of POSIX does, the call fails, and the code is the one that
  is said to mean that the file exists.
level: must
since: 0.2.0
files: {sub/data.txt: "text"}
expect: {files: {sub/data.txt: "text"}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(create_directory_at, got);
    wasi_descriptor_create_directory_at(fs_first_preopen(), STR("sub"), &got);
    check_fs_err("refused", got, EXIST);
}
