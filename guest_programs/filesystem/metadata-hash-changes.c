/*---
title: metadata-hash changes when the file is modified
spec: wasi:filesystem/types#[method]descriptor.metadata-hash
clause: >
  Encouraged, not required: the hash of a file that is modified, here to another size, usually changes. Size and
  time of the last modification are among the things that are hashed.
level: should
since: 0.2.0
files: {data.txt: "text"}
checks: [changed]
---*/
#include "fs.h"

static wasi_filesystem_metadata_hash_value hash_of(wasi_descriptor file) {
    FS_RESULT(metadata_hash, got);
    wasi_descriptor_metadata_hash(file, &got);
    require_fs_ok("metadata-hash", got);
    return got.ok;
}

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    wasi_filesystem_metadata_hash_value before = hash_of(file);
    fs_write(file, STR("longer than it was"), 0);
    wasi_filesystem_metadata_hash_value after = hash_of(file);
    check_ok("changed", before.lower != after.lower || before.upper != after.upper);
}
