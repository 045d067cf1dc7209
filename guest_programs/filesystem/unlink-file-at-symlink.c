/*---
title: unlink-file-at removes a link and not its target
spec:
  - wasi:filesystem/types#[method]descriptor.unlink-file-at
  - wasi:filesystem/types#[method]descriptor.readlink-at
errors: [wasi:filesystem/types#error-code.no-entry]
clause: >
  A symbolic link is an object that is no directory, also where it leads to one: the link is removed, and what it
  leads to stays.
level: must
since: 0.2.0
files: {sub/data.txt: "text", link: {symlink: sub}}
expect: {files: {sub/data.txt: "text"}}
checks: [removed, gone]
---*/
#include "fs.h"

CASE {
    FS_RESULT(unlink_file_at, got);
    wasi_descriptor_unlink_file_at(fs_first_preopen(), STR("link"), &got);
    check_fs_ok("removed", got);
    FS_RESULT(readlink_at, link);
    wasi_descriptor_readlink_at(fs_first_preopen(), STR("link"), &link);
    check_fs_err("gone", link, NO_ENTRY);
}
