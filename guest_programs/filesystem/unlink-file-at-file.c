/*---
title: unlink-file-at removes a file
spec: wasi:filesystem/types#[method]descriptor.unlink-file-at
clause: >
  A file is removed from its directory; its neighbours stay.
level: must
since: 0.2.0
files: {data.txt: "text", other.txt: "other"}
expect: {files: {data.txt: null, other.txt: "other"}}
checks: [removed]
---*/
#include "fs.h"

CASE {
    FS_RESULT(unlink_file_at, got);
    wasi_descriptor_unlink_file_at(fs_first_preopen(), STR("data.txt"), &got);
    check_fs_ok("removed", got);
}
