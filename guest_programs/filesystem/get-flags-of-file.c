/*---
title: get-flags tells a descriptor's mode
spec: wasi:filesystem/types#[method]descriptor.get-flags
clause: >
  The flags of a descriptor are those with which it was opened: `read` without `write` for a file that was opened
  for reading only, `write` too for one that was opened for both. The synchronisation flags are requests, and are
  ignored here.
level: must
since: 0.2.0
files: {data.txt: "text"}
checks: [opened-for-reading, opened-for-both]
---*/
#include "fs.h"

static void check_mode(const char *name, wasi_descriptor file, uint32_t want) {
    FS_RESULT(get_flags, got);
    wasi_descriptor_get_flags(file, &got);
    require_fs_ok("asking for flags", got);
    check_eq_flags(name, wasi_filesystem_descriptor_flags, got.ok & (FS_READ | FS_WRITE | FS_MUTATE), want);
}

CASE {
    check_mode("opened-for-reading", fs_open_read(fs_first_preopen(), STR("data.txt")), FS_READ);
    check_mode("opened-for-both", fs_open_write(fs_first_preopen(), STR("data.txt")), FS_READ | FS_WRITE);
}
