/*---
title: metadata-hash-at computes the hash that metadata-hash computes
spec:
  - wasi:filesystem/types#[method]descriptor.metadata-hash
  - wasi:filesystem/types#[method]descriptor.metadata-hash-at
clause: >
  For an object that nobody touches, the hash asked for by path is the hash asked for by descriptor: both are the
  same computation.
level: must
since: 0.2.0
files: {data.txt: "text"}
checks: [by-descriptor, by-path, same-hash]
---*/
#include "fs.h"

static wasi_string shown(wasi_filesystem_metadata_hash_value hash) {
    return text_join(text_of_u64(hash.lower), text_join(text_of(" "), text_of_u64(hash.upper)));
}

CASE {
    FS_RESULT(metadata_hash, by_descriptor);
    wasi_descriptor_metadata_hash(fs_open_read(fs_first_preopen(), STR("data.txt")), &by_descriptor);
    check_fs_ok("by-descriptor", by_descriptor);
    FS_RESULT(metadata_hash_at, by_path);
    wasi_descriptor_metadata_hash_at(fs_first_preopen(), 0, STR("data.txt"), &by_path);
    check_fs_ok("by-path", by_path);
    if (by_descriptor.is_err || by_path.is_err) return;
    wasi_string got = shown(by_path.ok), want = shown(by_descriptor.ok);
    check_eq_str("same-hash", SPAN(got), SPAN(want));
}
