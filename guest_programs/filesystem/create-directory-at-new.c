/*---
title: create-directory-at makes a directory
spec: wasi:filesystem/types#[method]descriptor.create-directory-at
clause: >
  Where nothing is, a directory is made, in which files can be made at once.
level: must
since: 0.2.0
files: {sub/: null}
expect: {files: {sub/new/data.txt: "text"}}
checks: [created]
---*/
#include "fs.h"

CASE {
    FS_RESULT(create_directory_at, got);
    wasi_descriptor_create_directory_at(fs_first_preopen(), STR("sub/new"), &got);
    check_fs_ok("created", got);
    if (got.is_err) return;
    fs_write(fs_create(fs_first_preopen(), STR("sub/new/data.txt")), STR("text"), 0);
}
