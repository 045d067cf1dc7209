/*---
title: read gives the bytes at an offset, again and again
spec: wasi:filesystem/types#[method]descriptor.read
clause: >
  A read gives at most the length that was asked for, from the offset that was asked for. It neither uses nor moves
  a position of the descriptor, so the same read gives the same bytes again.
level: must
since: 0.2.0
files: {data.txt: "0123456789"}
checks: [first, again, no-more-than-asked-for]
---*/
#include "fs.h"

CASE {
    wasi_descriptor file = fs_open_read(fs_first_preopen(), STR("data.txt"));
    check_eq_text("first", fs_read(file, 4, 3), "3456");
    check_eq_text("again", fs_read(file, 4, 3), "3456");
    FS_RESULT(read, got);
    wasi_descriptor_read(file, 4, 3, &got);
    require_fs_ok("reading once more", got);
    check_at_most_u64("no-more-than-asked-for", got.ok.f0.len, 4);
}
