/*---
title: stat-at tells of every kind of object
spec: wasi:filesystem/types#[method]descriptor.stat-at
errors: [wasi:filesystem/types#error-code.no-entry, wasi:filesystem/types#error-code.loop]
clause: >
  Of what is at the path, the type is told, and the size of a regular file; a link at the end is looked at itself
  unless `symlink-follow` is set.
level: must
since: 0.2.0
files: {target-file: "text", target-directory/: null}
table: {name: objects, select: {function: stat-at}}
---*/
#include "object_rows.h"

static wasi_string found(uint32_t path_flags, const char *path, uint32_t length) {
    FS_RESULT(stat_at, got);
    wasi_descriptor_stat_at(fs_first_preopen(), path_flags, path, length, &got);
    if (got.is_err) return row_fs(got);
    wasi_string type = text_of_case(wasi_filesystem_descriptor_type_names, got.ok.type);
    if (got.ok.type != WASI_FILESYSTEM_DESCRIPTOR_TYPE_REGULAR_FILE) return type;
    return row_joined(type, " ", text_of_u64(got.ok.size));
}

static wasi_string plain(wasi_descriptor base, const char *path, uint32_t length) { return found(0, path, length); }

static wasi_string following(wasi_descriptor base, const char *path, uint32_t length) {
    return found(FS_FOLLOW, path, length);
}

CASE { object_rows_check(plain, following); }
