/*---
title: open-at makes no file through a link out of the base directory
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  When following a symbolic link reaches a directory outside of the base directory, the function fails with
  `not-permitted`, also when it is to create the file that the link names. Nothing is made there.
level: must
since: 0.2.0
files: {link: {symlink: ../outside-dir/new.txt}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), FS_FOLLOW, STR("link"), FS_CREATE, FS_WRITE, &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
