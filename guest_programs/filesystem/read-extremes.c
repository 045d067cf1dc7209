/*---
title: read takes any length and any offset
spec: wasi:filesystem/types#[method]descriptor.read
clause: >
  The length is the most that is read, so that none at all gives an empty list, and one far beyond the file's end and
  the guest's memory gives what is there. An offset that no file can reach is past the end: nothing is read there, or
  the offset is refused.
level: must
since: 0.2.0
files: {data.txt: "text"}
checks:
  - no-length
  - no-length-bytes
  - longest
  - longest-bytes
  - {name: farthest, allowed: [nothing, invalid, overflow, file-too-large, invalid-seek, io]}
---*/
#include "fs.h"

static wasi_string bytes_of(wasi_descriptor_read_result got) {
    return (wasi_string){(char *)got.ok.f0.ptr, got.ok.f0.len};
}

CASE {
    wasi_descriptor file = fs_open_read(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(read, none);
    wasi_descriptor_read(file, 0, 0, &none);
    check_fs_ok("no-length", none);
    if (!none.is_err) check_eq_text("no-length-bytes", bytes_of(none), "");
    FS_RESULT(read, all);
    wasi_descriptor_read(file, UINT64_MAX, 0, &all);
    check_fs_ok("longest", all);
    if (!all.is_err) check_eq_text("longest-bytes", bytes_of(all), "text");
    FS_RESULT(read, far);
    wasi_descriptor_read(file, 10, UINT64_MAX, &far);
    if (far.is_err)
        choose_fs("farthest", far);
    else
        choose("farthest", far.ok.f0.len ? "something" : "nothing");
}
