/*---
title: set-size refuses a size that no file can have
spec: wasi:filesystem/types#[method]descriptor.set-size
errors: [wasi:filesystem/types#error-code.file-too-large]
clause: >
  No filesystem holds a file of 2^64-1 bytes: such a size cannot be set. The call fails, best with the code that is said
  to mean this, and the file stays as it was.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text"}}
checks:
  - {name: refused, allowed: [file-too-large, invalid, overflow, insufficient-space, io], preferred: file-too-large}
---*/
#include "fs.h"

CASE {
    FS_RESULT(set_size, got);
    wasi_descriptor_set_size(fs_open_write(fs_first_preopen(), STR("data.txt")), UINT64_MAX, &got);
    choose_fs("refused", got);
}
