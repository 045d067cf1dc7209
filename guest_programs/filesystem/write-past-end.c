/*---
title: write past the end fills the gap with zeros
spec: wasi:filesystem/types#[method]descriptor.write
clause: >
  A write may begin past the end of the file; the file then ends with the write, and the bytes in between are zero.
level: must
since: 0.2.0
files: {data.txt: "abc"}
expect: {files: {data.txt: "abc\0\0\0end"}}
checks: [read-back]
---*/
#include "fs.h"

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    fs_write(file, STR("end"), 6);
    wasi_string got = fs_read(file, 100, 0);
    check_eq_str("read-back", SPAN(got), STR("abc\0\0\0end"));
}
