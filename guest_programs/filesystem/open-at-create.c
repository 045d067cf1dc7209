/*---
title: open-at with create makes a file that is not there
spec:
  - wasi:filesystem/types#[method]descriptor.open-at
  - wasi:filesystem/types#[method]descriptor.get-type
clause: >
  With `create` set, opening a path at which nothing is makes a file there and opens it. It is a regular file, since
  nothing else can be asked for, and it is empty, since nothing has been written to it.
level: must
since: 0.2.0
files: {sub/: null}
expect: {files: {new.txt: ""}}
checks: [created, type]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("new.txt"), FS_CREATE, FS_WRITE, &got);
    check_fs_ok("created", got);
    if (got.is_err) return;
    FS_RESULT(get_type, type);
    wasi_descriptor_get_type(got.ok, &type);
    require_fs_ok("asking for the type", type);
    check_eq_enum("type", wasi_filesystem_descriptor_type, type.ok, WASI_FILESYSTEM_DESCRIPTOR_TYPE_REGULAR_FILE);
}
