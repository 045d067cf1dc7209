/*---
title: a directory without mutate-directory can be looked at
spec:
  - wasi:filesystem/types#[method]descriptor.stat-at
  - wasi:filesystem/types#[method]descriptor.metadata-hash-at
  - wasi:filesystem/types#[method]descriptor.readlink-at
  - wasi:filesystem/types#[method]descriptor.open-at
  - wasi:filesystem/types#[method]descriptor.read-directory
  - wasi:filesystem/types#[method]descriptor.sync
  - wasi:filesystem/types#[method]descriptor.sync-data
clause: >
  The flag `mutate-directory` decides on changes alone: without it, files can be asked for their attributes and opened
  for reading, links read, entries listed, and `sync` and `sync-data` succeed without effect, since the descriptor is
  not open for writing.
level: must
since: 0.2.0
files: {dir/data.txt: "text", dir/link: {symlink: data.txt}}
checks: [stat-at, metadata-hash-at, readlink-at, read-directory, sync, sync-data, open-at, content]
---*/
#include "fs.h"

#define CHECK_PERMITTED(NAME, FUNCTION, ...)           \
    do {                                               \
        FS_RESULT(FUNCTION, got);                      \
        wasi_descriptor_##FUNCTION(__VA_ARGS__, &got); \
        check_fs_ok(NAME, got);                        \
    } while (0)

CASE {
    wasi_descriptor dir = fs_open_directory(fs_first_preopen(), STR("dir"));
    CHECK_PERMITTED("stat-at", stat_at, dir, 0, STR("data.txt"));
    CHECK_PERMITTED("metadata-hash-at", metadata_hash_at, dir, 0, STR("data.txt"));
    CHECK_PERMITTED("readlink-at", readlink_at, dir, STR("link"));
    FS_RESULT(read_directory, entries);
    wasi_descriptor_read_directory(dir, &entries);
    check_fs_ok("read-directory", entries);
    FS_RESULT(sync, synced);
    wasi_descriptor_sync(dir, &synced);
    check_fs_ok("sync", synced);
    FS_RESULT(sync_data, data_synced);
    wasi_descriptor_sync_data(dir, &data_synced);
    check_fs_ok("sync-data", data_synced);
    FS_RESULT(open_at, file);
    wasi_descriptor_open_at(dir, 0, STR("data.txt"), 0, FS_READ, &file);
    check_fs_ok("open-at", file);
    if (file.is_err) return;
    check_eq_text("content", fs_read(file.ok, 100, 0), "text");
}
