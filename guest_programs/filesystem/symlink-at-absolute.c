/*---
title: symlink-at refuses an absolute path as content
spec: wasi:filesystem/types#[method]descriptor.symlink-at
errors: [wasi:filesystem/types#error-code.not-permitted, wasi:filesystem/types#error-code.no-entry]
clause: >
  When the content of the link would start with `/`, no link is made and the call fails with `not-permitted`.
level: must
since: 0.2.0
needs: [symlinks]
files: {data.txt: "text"}
checks: [refused, not-made]
---*/
#include "fs.h"

CASE {
    FS_RESULT(symlink_at, got);
    wasi_descriptor_symlink_at(fs_first_preopen(), STR("/data.txt"), STR("link"), &got);
    check_fs_err("refused", got, NOT_PERMITTED);
    FS_RESULT(readlink_at, link);
    wasi_descriptor_readlink_at(fs_first_preopen(), STR("link"), &link);
    check_fs_err("not-made", link, NO_ENTRY);
}
