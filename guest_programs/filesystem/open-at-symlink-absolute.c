/*---
title: open-at does not follow a link to an absolute path
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  When a step of resolving a path reaches a symbolic link to an absolute path, the function fails with
  `not-permitted`, wherever that leads.
level: must
confinement: true
since: 0.2.0
files: {link: {symlink: /etc/hostname}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), FS_FOLLOW, STR("link"), 0, FS_READ, &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
