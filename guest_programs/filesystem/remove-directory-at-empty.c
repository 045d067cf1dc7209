/*---
title: remove-directory-at removes an empty directory
spec:
  - wasi:filesystem/types#[method]descriptor.remove-directory-at
  - wasi:filesystem/types#[method]descriptor.stat-at
errors: [wasi:filesystem/types#error-code.no-entry]
clause: >
  An empty directory is removed; afterwards nothing is at its path.
level: must
since: 0.2.0
files: {sub/: null}
checks: [removed, gone]
---*/
#include "fs.h"

CASE {
    FS_RESULT(remove_directory_at, got);
    wasi_descriptor_remove_directory_at(fs_first_preopen(), STR("sub"), &got);
    check_fs_ok("removed", got);
    FS_RESULT(stat_at, stat);
    wasi_descriptor_stat_at(fs_first_preopen(), 0, STR("sub"), &stat);
    check_fs_err("gone", stat, NO_ENTRY);
}
