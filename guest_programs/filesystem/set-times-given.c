/*---
title: set-times sets the modification time that it is given
spec:
  - wasi:filesystem/types#[method]descriptor.set-times
  - wasi:filesystem/types#[method]descriptor.stat
clause: >
  With the variant `timestamp`, the modification time becomes the one that was given. Whole seconds are compared, since
  a filesystem may keep coarser times; one that keeps no modification time has none to show.
level: must
since: 0.2.0
files: {data.txt: "text"}
checks: [set, seconds]
---*/
#include "fs.h"

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(set_times, got);
    wasi_descriptor_set_times(file, WASI_FILESYSTEM_NEW_TIMESTAMP_NO_CHANGE, 0, 0,
                              WASI_FILESYSTEM_NEW_TIMESTAMP_TIMESTAMP, 1000000000, 0, &got);
    check_fs_ok("set", got);
    FS_RESULT(stat, stat);
    wasi_descriptor_stat(file, &stat);
    require_fs_ok("stat", stat);
    bool kept = stat.ok.data_modification_timestamp.is_some;
    check_eq_u64("seconds", kept ? stat.ok.data_modification_timestamp.some.seconds : 1000000000, 1000000000);
}
