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
    wasi_descriptor target = fs_open_read(fs_first_preopen(), STR("data.txt"));
    check_ok("target-not-opened", got.is_err || !wasi_descriptor_is_same_object(got.ok, target));
    choose_fs("how", got);
}
