/*---
title: get-flags tells which synchronisation was heard
spec:
  - wasi:filesystem/types#[method]descriptor.get-flags
  - wasi:filesystem/types#[method]descriptor.open-at
clause: >
  The flags for synchronisation are requests and not requirements: a file can be opened with each set of them, and
  `get-flags` should tell those that are kept, as F_GETFL of POSIX does.
level: should
since: 0.2.0
files: {data.txt: "text"}
table: {name: sync-flags}
---*/
#include "fs.h"
#include "rows.h"

static wasi_string told(const struct row *row) {
    const uint32_t every = SYNC_FILE_INTEGRITY_SYNC | SYNC_DATA_INTEGRITY_SYNC | SYNC_REQUESTED_WRITE_SYNC;
    const uint32_t shift = 2;  // bits of descriptor-flags below those of synchronisation
    FS_RESULT(open_at, opened);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("data.txt"), 0, row->access | row->sync << shift, &opened);
    if (opened.is_err) return row_fs(opened);
    FS_RESULT(get_flags, got);
    wasi_descriptor_get_flags(opened.ok, &got);
    if (got.is_err) return row_fs(got);
    const char *names = wasi_filesystem_descriptor_flags_names + sizeof "read" + sizeof "write";
    return row_flags(names, "no-sync", got.ok >> shift & every);
}

CASE { rows_check(told); }
