/*---
title: rename-at replaces a file that is at the new path
spec: wasi:filesystem/types#[method]descriptor.rename-at
clause: >
  Renaming a file to a path at which another file is should put it in that file's place: the text says only that the
  function is similar to `renameat` of POSIX, which does so.
level: should
since: 0.2.0
files: {old.txt: "text", new.txt: "replaced"}
expect: {files: {old.txt: null, new.txt: "text"}}
checks: [renamed]
---*/
#include "fs.h"

CASE {
    wasi_descriptor dir = fs_first_preopen();
    FS_RESULT(rename_at, got);
    wasi_descriptor_rename_at(dir, STR("old.txt"), dir, STR("new.txt"), &got);
    check_fs_ok("renamed", got);
}
