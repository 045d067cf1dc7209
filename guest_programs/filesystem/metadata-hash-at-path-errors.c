/*---
title: metadata-hash-at says why a path leads nowhere
spec: wasi:filesystem/types#[method]descriptor.metadata-hash-at
errors:
  - wasi:filesystem/types#error-code.no-entry
  - wasi:filesystem/types#error-code.not-directory
  - wasi:filesystem/types#error-code.loop
  - wasi:filesystem/types#error-code.name-too-long
clause: >
  Where nothing is, at the path or on the way, the code is `no-entry`; below a file it is `not-directory`, over
  links that lead to each other `loop`, and for a name that no filesystem takes `name-too-long`: these are the codes
  that are said to mean this. Nothing is made or changed.
level: must
since: 0.2.0
files:
  data.txt: "text"
  loop: {symlink: other-loop}
  other-loop: {symlink: loop}
expect: {files: {data.txt: "text"}}
checks:
  - missing
  - below-nothing
  - below-file
  - below-loop
  - long-name
  - follow-loop
---*/
#include "paths.h"

static wasi_string plain(wasi_descriptor base, const char *path, uint32_t length) {
    FS_RESULT(metadata_hash_at, got);
    wasi_descriptor_metadata_hash_at(base, 0, path, length, &got);
    return fs_told(got);
}

static wasi_string following(wasi_descriptor base, const char *path, uint32_t length) {
    FS_RESULT(metadata_hash_at, got);
    wasi_descriptor_metadata_hash_at(base, FS_FOLLOW, path, length, &got);
    return fs_told(got);
}

CASE {
    paths_check_one("", "missing", plain, STR("missing"), "no-entry");
    paths_check_unresolvable("", plain);
    paths_check_one("follow-", "loop", following, STR("loop"), "loop");
}
