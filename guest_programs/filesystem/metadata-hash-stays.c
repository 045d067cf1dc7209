/*---
title: metadata-hash stays the same while nobody modifies the file
spec: wasi:filesystem/types#[method]descriptor.metadata-hash
clause: >
  Encouraged, not required: the hash of a file that is neither modified nor replaced usually does not change.
level: should
since: 0.2.0
files: {data.txt: "text"}
checks: [same]
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
    wasi_filesystem_metadata_hash_value first = hash_of(file), again = hash_of(file);
    check_ok("same", first.lower == again.lower && first.upper == again.upper);
}
