/*---
title: open-at gives a directory that may be mutated
spec: wasi:filesystem/types#[method]descriptor.open-at
clause: >
  From a base descriptor that may be mutated, a directory can be opened with `mutate-directory`, and files can be
  made through the new descriptor.
level: must
since: 0.2.0
files: {sub/: null}
expect: {files: {sub/new.txt: "text"}}
checks: [opened]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("sub"), FS_DIRECTORY, FS_READ | FS_MUTATE, &got);
    check_fs_ok("opened", got);
    if (got.is_err) return;
    fs_write(fs_create(got.ok, STR("new.txt")), STR("text"), 0);
}
