/*---
title: readlink-at refuses to give an absolute path
spec: wasi:filesystem/types#[method]descriptor.readlink-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  When the content of a link is an absolute path of the underlying filesystem, the call fails with `not-permitted`.
level: must
since: 0.2.0
files: {link: {symlink: /etc/hostname}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    FS_RESULT(readlink_at, got);
    wasi_descriptor_readlink_at(fs_first_preopen(), STR("link"), &got);
    check_fs_err("refused", got, NOT_PERMITTED);
}
