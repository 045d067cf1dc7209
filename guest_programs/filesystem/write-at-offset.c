/*---
title: write puts bytes at an offset and leaves the others
spec: wasi:filesystem/types#[method]descriptor.write
clause: >
  A write replaces as many bytes as it says, from the offset that it was given; the rest of the file stays as it
  was.
level: must
since: 0.2.0
files: {data.txt: "0123456789"}
expect: {files: {data.txt: "01ABC56789"}}
checks: [written, no-more-than-given, read-back]
---*/
#include "fs.h"

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(write, got);
    wasi_descriptor_write(file, STR("ABC"), 2, &got);
    check_fs_ok("written", got);
    if (got.is_err) return;
    check_at_most_u64("no-more-than-given", got.ok, 3);
    require("it took something", got.ok > 0);
    fs_write(file, &"ABC"[got.ok], 3 - (uint32_t)got.ok, 2 + got.ok);
    check_eq_text("read-back", fs_read(file, 100, 0), "01ABC56789");
}
