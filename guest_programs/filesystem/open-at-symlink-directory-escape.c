/*---
title: open-at does not pass through a link out of the base directory
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  A symbolic link in the middle of a path is a step of resolving it, with or without `symlink-follow`: when it leads
  outside of the base directory, the function fails with `not-permitted`.
level: must
confinement: true
since: 0.2.0
files: {link: {symlink: ../outside-dir}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("link/inner.txt"), 0, FS_READ, &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
