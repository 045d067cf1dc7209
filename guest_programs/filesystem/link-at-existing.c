/*---
title: link-at fails with exist when something is at the new path
spec: wasi:filesystem/types#[method]descriptor.link-at
errors: [wasi:filesystem/types#error-code.exist]
clause: >
  When something is at the new path, it stays as it was and the call fails with `exist`.
level: must
since: 0.2.0
files: {data.txt: "text", there.txt: "other"}
expect: {files: {there.txt: "other"}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    wasi_descriptor dir = fs_first_preopen();
    FS_RESULT(link_at, got);
    wasi_descriptor_link_at(dir, 0, STR("data.txt"), dir, STR("there.txt"), &got);
    check_fs_err("refused", got, EXIST);
}
