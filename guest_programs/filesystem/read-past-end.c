/*---
title: read at and past the end gives nothing, and says that the end was reached
spec: wasi:filesystem/types#[method]descriptor.read
clause: >
  Where a file has no more bytes, a read gives an empty list, with the flag that says that the end of the file was
  reached. Whether the flag is already set beside the last bytes, when more were asked for, is left open.
level: must
since: 0.2.0
files: {data.txt: "text"}
checks:
  - nothing-at-end
  - end-told-at-end
  - nothing-past-end
  - end-told-past-end
  - {name: beside-last-bytes, allowed: [end told, end not told]}
---*/
#include "fs.h"

static void check_ended(const char *bytes, const char *end, wasi_descriptor file, uint64_t offset) {
    FS_RESULT(read, got);
    wasi_descriptor_read(file, 10, offset, &got);
    require_fs_ok("reading", got);
    check_eq_str(bytes, SPAN(got.ok.f0), STR(""));
    check_ok(end, got.ok.f1);
}

CASE {
    wasi_descriptor file = fs_open_read(fs_first_preopen(), STR("data.txt"));
    check_ended("nothing-at-end", "end-told-at-end", file, 4);
    check_ended("nothing-past-end", "end-told-past-end", file, 1000);
    FS_RESULT(read, last);
    wasi_descriptor_read(file, 10, 0, &last);
    require_fs_ok("reading all", last);
    choose("beside-last-bytes", last.ok.f1 ? "end told" : "end not told");
}
