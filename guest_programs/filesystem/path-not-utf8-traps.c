/*---
title: a path that is not UTF-8 traps
spec: wasi:filesystem/types#[method]descriptor.stat-at
clause: >
  Paths are strings, which consist of Unicode scalar values. Bytes that are no UTF-8 are no string: lifting them out of
  the guest's memory traps, as the Canonical ABI demands, and no function is called with a replacement for them.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {trap: true}
checks: [utf-8-found]
---*/
#include "fs.h"

CASE {
    FS_RESULT(stat_at, got);
    wasi_descriptor_stat_at(fs_first_preopen(), 0, STR("data.txt"), &got);
    check_fs_ok("utf-8-found", got);
    done();
    wasi_descriptor_stat_at(fs_first_preopen(), 0, STR("data\xff.txt"), &got);
    check_ok("survived", false);
}
