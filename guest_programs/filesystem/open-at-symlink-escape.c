/*---
title: open-at does not follow a link out of the base directory
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  When following a symbolic link reaches a directory outside of the base directory, the function fails with
  `not-permitted`.
level: must
confinement: true
since: 0.2.0
files: {link: {symlink: ../outside.txt}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), FS_FOLLOW, STR("link"), 0, FS_READ, &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
