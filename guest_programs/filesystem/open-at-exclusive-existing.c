/*---
title: open-at with exclusive refuses a file that exists
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.exist]
clause: >
  With `create` and `exclusive` both set, opening a path that exists fails with `exist`.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text"}}
checks: [refused]
---*/
#include "fs.h"

CASE {
    wasi_descriptor_open_at_result got;
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("data.txt"),
                            WASI_FILESYSTEM_OPEN_FLAGS_CREATE | WASI_FILESYSTEM_OPEN_FLAGS_EXCLUSIVE,
                            WASI_FILESYSTEM_DESCRIPTOR_FLAGS_WRITE, &got);
    check_is_err("refused", wasi_filesystem_error_code, got, WASI_FILESYSTEM_ERROR_CODE_EXIST);
}
