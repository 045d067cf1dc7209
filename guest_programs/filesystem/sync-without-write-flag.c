/*---
title: sync succeeds on a descriptor that is not open for writing
spec: wasi:filesystem/types#[method]descriptor.sync
clause: >
  Asking to bring the data and metadata of a file to the disk through a descriptor that is not open for writing
  succeeds, without effect.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text"}}
checks: [succeeds]
---*/
#include "fs.h"

CASE {
    FS_RESULT(sync, got);
    wasi_descriptor_sync(fs_open_read(fs_first_preopen(), STR("data.txt")), &got);
    check_fs_ok("succeeds", got);
}
