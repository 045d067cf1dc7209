/*---
title: link-at refuses a directory as old path
spec: wasi:filesystem/types#[method]descriptor.link-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  When the old path is a directory and not a file, no link is made and the call fails with `not-permitted`.
level: must
since: 0.2.0
files: {sub/data.txt: "text"}
expect: {files: {new/data.txt: null}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    wasi_descriptor dir = fs_first_preopen();
    FS_RESULT(link_at, got);
    wasi_descriptor_link_at(dir, 0, STR("sub"), dir, STR("new"), &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
