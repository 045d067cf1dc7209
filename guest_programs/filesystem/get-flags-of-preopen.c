/*---
title: get-flags tells that a preopened directory may be mutated
spec: wasi:filesystem/types#[method]descriptor.get-flags
clause: >
  Through a descriptor without `mutate-directory` nothing can be created; so a preopened directory in which a file
  was just created has that flag.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {new.txt: ""}}
checks: [told, may-be-mutated]
---*/
#include "fs.h"

CASE {
    wasi_descriptor dir = fs_first_preopen();
    fs_create(dir, STR("new.txt"));
    FS_RESULT(get_flags, got);
    wasi_descriptor_get_flags(dir, &got);
    check_fs_ok("told", got);
    if (got.is_err) return;
    check_eq_flags("may-be-mutated", wasi_filesystem_descriptor_flags, got.ok & FS_MUTATE, FS_MUTATE);
}
