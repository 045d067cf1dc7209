/*---
title: sync-data succeeds on a descriptor that is not open for writing
spec: wasi:filesystem/types#[method]descriptor.sync-data
clause: >
  Asking to bring the data of a file to the disk through a descriptor that is not open for writing succeeds, without
  effect.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text"}}
checks: [succeeds]
---*/
#include "fs.h"

CASE {
    FS_RESULT(sync_data, got);
    wasi_descriptor_sync_data(fs_open_read(fs_first_preopen(), STR("data.txt")), &got);
    check_fs_ok("succeeds", got);
}
