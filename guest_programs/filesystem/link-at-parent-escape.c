/*---
title: link-at refuses .. out of the base directory, on either side
spec: wasi:filesystem/types#[method]descriptor.link-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  When a step of resolving a path, here `..`, reaches a directory outside of the base directory, the function fails
  with `not-permitted`: no file outside gets a name inside, and no file inside gets one outside.
level: must
confinement: true
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {taken.txt: null}}
checks: [from-outside-refused, to-outside-refused]
---*/
#include "fs.h"

CASE {
    wasi_descriptor dir = fs_first_preopen();
    FS_RESULT(link_at, from);
    FS_RESULT(link_at, to);
    wasi_descriptor_link_at(dir, 0, STR("../outside.txt"), dir, STR("taken.txt"), &from);
    check_fs_err("from-outside-refused", from, NOT_PERMITTED);
    wasi_descriptor_link_at(dir, 0, STR("data.txt"), dir, STR("../new.txt"), &to);
    check_fs_err("to-outside-refused", to, NOT_PERMITTED);
}
