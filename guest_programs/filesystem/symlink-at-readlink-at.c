/*---
title: readlink-at gives what symlink-at put into a link
spec:
  - wasi:filesystem/types#[method]descriptor.symlink-at
  - wasi:filesystem/types#[method]descriptor.readlink-at
clause: >
  `symlink-at` makes a symbolic link at the new path with the old path as its content, whether or not anything is
  there; `readlink-at` gives that content.
level: must
since: 0.2.0
needs: [symlinks]
files: {data.txt: "text"}
checks: [made, read, content]
---*/
#include "fs.h"

CASE {
    FS_RESULT(symlink_at, made);
    wasi_descriptor_symlink_at(fs_first_preopen(), STR("sub/../not-there.txt"), STR("link"), &made);
    check_fs_ok("made", made);
    FS_RESULT(readlink_at, got);
    wasi_descriptor_readlink_at(fs_first_preopen(), STR("link"), &got);
    check_fs_ok("read", got);
    if (got.is_err) return;
    check_eq_text("content", got.ok, "sub/../not-there.txt");
}
