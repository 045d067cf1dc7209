/*---
title: remove-directory-at refuses a directory that is not empty
spec: wasi:filesystem/types#[method]descriptor.remove-directory-at
errors: [wasi:filesystem/types#error-code.not-empty]
clause: >
  A directory that is not empty is not removed: the call fails with `not-empty`, and what the directory holds is
  still there.
level: must
since: 0.2.0
files: {sub/data.txt: "text"}
expect: {files: {sub/data.txt: "text"}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(remove_directory_at, got);
    wasi_descriptor_remove_directory_at(fs_first_preopen(), STR("sub"), &got);
    check_fs_err("refused", got, NOT_EMPTY);
}
