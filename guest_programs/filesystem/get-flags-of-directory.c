/*---
title: get-flags tells whether a directory may be mutated
spec: wasi:filesystem/types#[method]descriptor.get-flags
clause: >
  The flags of a directory are those with which it was opened: `mutate-directory` is among them when it was asked
  for, and not otherwise.
level: must
since: 0.2.0
files: {sub/: null}
checks: [opened-for-reading, opened-for-mutating, opened-for-mutating-flags]
---*/
#include "fs.h"

static void check_mutable(const char *name, wasi_descriptor dir, uint32_t want) {
    FS_RESULT(get_flags, got);
    wasi_descriptor_get_flags(dir, &got);
    require_fs_ok("asking for flags", got);
    check_eq_flags(name, wasi_filesystem_descriptor_flags, got.ok & FS_MUTATE, want);
}

CASE {
    check_mutable("opened-for-reading", fs_open_directory(fs_first_preopen(), STR("sub")), 0);
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("sub"), FS_DIRECTORY, FS_READ | FS_MUTATE, &got);
    check_fs_ok("opened-for-mutating", got);
    if (got.is_err) return;
    check_mutable("opened-for-mutating-flags", got.ok, FS_MUTATE);
}
