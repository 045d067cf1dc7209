/*---
title: sync and sync-data succeed on what was written
spec:
  - wasi:filesystem/types#[method]descriptor.sync
  - wasi:filesystem/types#[method]descriptor.sync-data
clause: >
  After writing through a descriptor, and after writing through a stream of it, asking to bring the data, or the data
  and metadata, to the disk succeeds; the file is as it was written.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "TEXT"}}
checks: [sync-data, sync, sync-data-after-stream, sync-after-stream]
---*/
#include "fs.h"
#include "io.h"

static void check_synced(const char *data, const char *both, wasi_descriptor file) {
    FS_RESULT(sync_data, got_data);
    wasi_descriptor_sync_data(file, &got_data);
    check_fs_ok(data, got_data);
    FS_RESULT(sync, got);
    wasi_descriptor_sync(file, &got);
    check_fs_ok(both, got);
}

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    fs_write(file, STR("TE"), 0);
    check_synced("sync-data", "sync", file);
    FS_RESULT(write_via_stream, stream);
    wasi_descriptor_write_via_stream(file, 2, &stream);
    require_fs_ok("a stream", stream);
    io_write_all(stream.ok, STR("XT"));
    check_synced("sync-data-after-stream", "sync-after-stream", file);
}
