/*---
title: a file that was unlinked is there for those who have it open
spec:
  - wasi:filesystem/types#[method]descriptor.unlink-file-at
  - wasi:filesystem/types#[method]descriptor.stat
  - wasi:filesystem/types#[method]descriptor.write
clause: >
  `unlink-file-at` is said to be similar to `unlinkat` of POSIX, which takes away a name: a descriptor that is open
  reads and writes the file on, and its number of hard links is 0. Systems that refuse to unlink an open file may do so.
level: should
since: 0.2.0
files: {data.txt: "text"}
checks:
  - {name: unlinked, allowed: [ok, busy, access, not-permitted], preferred: ok}
  - content
  - {name: links, allowed: ["0", "1"], preferred: "0"}
---*/
#include "times.h"

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(unlink_file_at, got);
    wasi_descriptor_unlink_file_at(fs_first_preopen(), STR("data.txt"), &got);
    choose_fs("unlinked", got);
    fs_write(file, STR("T"), 0);
    check_eq_text("content", fs_read(file, 100, 0), "Text");
    choose_u64("links", times_stat(file).link_count);
}
