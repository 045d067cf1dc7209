/*---
title: get-flags tells how a directory was opened, for every set of flags
spec:
  - wasi:filesystem/types#[method]descriptor.get-flags
  - wasi:filesystem/types#[method]descriptor.open-at
clause: >
  The flags of a descriptor are those with which it was opened. The flags for synchronisation are requests and are
  left out of the comparison; whether a directory can be opened with `write` is left open.
level: must
since: 0.2.0
files: {sub/: null}
table: {name: get-flags, select: {kind: directory}}
---*/
#include "fs.h"
#include "rows.h"

static wasi_string told(const struct row *row) {
    FS_RESULT(open_at, opened);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("sub"), 0, row->flags, &opened);
    if (opened.is_err) return row_fs(opened);
    FS_RESULT(get_flags, got);
    wasi_descriptor_get_flags(opened.ok, &got);
    if (got.is_err) return row_fs(got);
    return row_flags(wasi_filesystem_descriptor_flags_names, "no-flags", got.ok & (FS_READ | FS_WRITE | FS_MUTATE));
}

CASE { rows_check(told); }
