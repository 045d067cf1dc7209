/*---
title: unlink-file-at refuses a directory
spec: wasi:filesystem/types#[method]descriptor.unlink-file-at
errors: [wasi:filesystem/types#error-code.is-directory]
clause: >
  A path that refers to a directory, even an empty one, is not unlinked: the call fails with `is-directory`.
level: must
since: 0.2.0
files: {sub/: null}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(unlink_file_at, got);
    wasi_descriptor_unlink_file_at(fs_first_preopen(), STR("sub"), &got);
    check_fs_err("refused", got, IS_DIRECTORY);
}
