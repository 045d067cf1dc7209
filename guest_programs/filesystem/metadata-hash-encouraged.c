/*---
title: metadata-hash-at tells what is another file, and what is not
spec: wasi:filesystem/types#[method]descriptor.metadata-hash-at
clause: >
  Encouraged, not required: the hash usually stays while a file is neither modified nor replaced, also when it is
  renamed, and usually changes when it is replaced by another file or modified, here to another modification time. The
  file is kept open, so that what replaces it is not given its place.
level: should
since: 0.2.0
files: {data.txt: "alike", another.txt: "alike"}
checks: [after-renaming, after-replacing, after-another-time]
---*/
#include "times.h"

static wasi_filesystem_metadata_hash_value hash_at(const void *path, uint32_t path_len) {
    FS_RESULT(metadata_hash_at, got);
    wasi_descriptor_metadata_hash_at(fs_first_preopen(), 0, path, path_len, &got);
    require_fs_ok("metadata-hash-at", got);
    return got.ok;
}

static bool same(wasi_filesystem_metadata_hash_value a, wasi_filesystem_metadata_hash_value b) {
    return a.lower == b.lower && a.upper == b.upper;
}

static void rename(const void *from, uint32_t from_len, const void *to, uint32_t to_len) {
    FS_RESULT(rename_at, got);
    wasi_descriptor_rename_at(fs_first_preopen(), from, from_len, fs_first_preopen(), to, to_len, &got);
    require_fs_ok("renaming", got);
}

CASE {
    fs_open_read(fs_first_preopen(), STR("data.txt"));  // stays open
    wasi_filesystem_metadata_hash_value first = hash_at(STR("data.txt"));
    rename(STR("data.txt"), STR("moved.txt"));
    check_ok("after-renaming", same(first, hash_at(STR("moved.txt"))));
    rename(STR("another.txt"), STR("moved.txt"));
    wasi_filesystem_metadata_hash_value second = hash_at(STR("moved.txt"));
    check_ok("after-replacing", !same(first, second));
    times_set(fs_open_write(fs_first_preopen(), STR("moved.txt")), 1000000000);
    check_ok("after-another-time", !same(second, hash_at(STR("moved.txt"))));
}
