/*---
title: link-at gives a file a second name
spec:
  - wasi:filesystem/types#[method]descriptor.link-at
  - wasi:filesystem/types#[method]descriptor.stat
clause: >
  After a hard link was made, both paths refer to the same object: what is written by one name is read by the other,
  and its number of hard links is 2.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "Text", second.txt: "Text"}}
checks: [linked, same-content, link-count]
---*/
#include "fs.h"

CASE {
    wasi_descriptor dir = fs_first_preopen(), file = fs_open_write(dir, STR("data.txt"));
    FS_RESULT(link_at, got);
    wasi_descriptor_link_at(dir, 0, STR("data.txt"), dir, STR("second.txt"), &got);
    check_fs_ok("linked", got);
    if (got.is_err) return;
    fs_write(file, STR("T"), 0);
    check_eq_text("same-content", fs_read(fs_open_read(dir, STR("second.txt")), 100, 0), "Text");
    FS_RESULT(stat, stat);
    wasi_descriptor_stat(file, &stat);
    require_fs_ok("stat", stat);
    check_eq_u64("link-count", stat.ok.link_count, 2);
}
