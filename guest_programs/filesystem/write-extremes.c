/*---
title: write refuses what no file can hold, and takes nothing
spec: wasi:filesystem/types#[method]descriptor.write
errors: [wasi:filesystem/types#error-code.file-too-large]
clause: >
  No filesystem holds a file of 2^64-1 bytes: bytes there cannot be written. The call fails, best with the code that is
  said to mean this, and nothing is written elsewhere instead. Writing no bytes changes nothing either, and takes none.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text"}}
checks:
  - write-nothing
  - write-nothing-taken
  - {name: write, allowed: [file-too-large, invalid, overflow, insufficient-space, io], preferred: file-too-large}
---*/
#include "fs.h"

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(write, nothing);
    wasi_descriptor_write(file, STR(""), 2, &nothing);
    check_fs_ok("write-nothing", nothing);
    if (!nothing.is_err) check_eq_u64("write-nothing-taken", nothing.ok, 0);
    FS_RESULT(write, far);
    wasi_descriptor_write(file, STR("far"), UINT64_MAX - 3, &far);
    choose_fs("write", far);
}
