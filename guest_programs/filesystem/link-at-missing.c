/*---
title: link-at fails with no-entry without an old path
spec: wasi:filesystem/types#[method]descriptor.link-at
errors: [wasi:filesystem/types#error-code.no-entry]
clause: >
  When nothing is at the old path, no link is made and the call fails with `no-entry`.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {new.txt: null}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    wasi_descriptor dir = fs_first_preopen();
    FS_RESULT(link_at, got);
    wasi_descriptor_link_at(dir, 0, STR("missing.txt"), dir, STR("new.txt"), &got);
    check_fs_err("refused", got, NO_ENTRY);
}
