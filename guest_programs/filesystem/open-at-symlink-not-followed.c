/*---
title: open-at without symlink-follow does not open a link's target
spec: wasi:filesystem/types#[method]descriptor.open-at
clause: >
  A symbolic link at the end of a path is expanded because `symlink-follow` is set; when it is not, what is opened,
  if anything, is not the file that the link leads to. How the refusal is called is left open.
level: must
since: 0.2.0
files: {data.txt: "text", link: {symlink: data.txt}}
checks:
  - target-not-opened
  - {name: how, allowed: [loop, ok, invalid, not-permitted, access, unsupported, no-entry, not-directory]}
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("link"), 0, FS_READ, &got);
    FS_RESULT(get_type, type);
    if (!got.is_err) wasi_descriptor_get_type(got.ok, &type);
    check_ok("target-not-opened", got.is_err || type.is_err || type.ok != WASI_FILESYSTEM_DESCRIPTOR_TYPE_REGULAR_FILE);
    choose_fs("how", got);
}
