/*---
title: a subdirectory is left neither by .. nor by a link
spec:
  - wasi:filesystem/types#[method]descriptor.open-at
  - wasi:filesystem/types#[method]descriptor.stat-at
  - wasi:filesystem/types#[method]descriptor.readlink-at
  - wasi:filesystem/types#[method]descriptor.metadata-hash-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  The base directory is the one that the descriptor refers to, also when it was opened in another one: what lies beside
  it is outside of it, though the guest reaches it through the other. Paths and followed links that lead there fail with
  `not-permitted`.
level: must
confinement: true
since: 0.2.0
files:
  data.txt: "text"
  other/data.txt: "text"
  sub/up: {symlink: ..}
  sub/file: {symlink: ../data.txt}
  sub/inner/: null
checks:
  - "open-at ../data.txt"
  - "stat-at ../data.txt"
  - "metadata-hash-at ../data.txt"
  - "readlink-at ../data.txt"
  - "open-at inner/../../data.txt"
  - "stat-at inner/../../data.txt"
  - "metadata-hash-at inner/../../data.txt"
  - "readlink-at inner/../../data.txt"
  - "open-at up/other/data.txt"
  - "stat-at up/other/data.txt"
  - "metadata-hash-at up/other/data.txt"
  - "readlink-at up/other/data.txt"
  - "open-at file"
  - "stat-at file"
  - "metadata-hash-at file"
---*/
#include "fs.h"

#define CHECK_REFUSED(FUNCTION, NAME, ...)                                                                          \
    do {                                                                                                            \
        FS_RESULT(FUNCTION, got);                                                                                   \
        wasi_descriptor_##FUNCTION(__VA_ARGS__, &got);                                                              \
        check_fs_err(text_join(text_of(NAME), (wasi_string){(char *)path, length + 1}).ptr, got, NOT_PERMITTED); \
    } while (0)

CASE {
    static const char *const paths[] = {"../data.txt", "inner/../../data.txt", "up/other/data.txt", "file"};
    wasi_descriptor sub = fs_open_directory(fs_first_preopen(), STR("sub"));
    for (uint32_t i = 0; i < 4; i++) {
        const char *path = paths[i];
        uint32_t length = text_length(path);
        CHECK_REFUSED(open_at, "open-at ", sub, FS_FOLLOW, path, length, 0, FS_READ);
        CHECK_REFUSED(stat_at, "stat-at ", sub, FS_FOLLOW, path, length);
        CHECK_REFUSED(metadata_hash_at, "metadata-hash-at ", sub, FS_FOLLOW, path, length);
        if (i < 3) CHECK_REFUSED(readlink_at, "readlink-at ", sub, path, length);  // it follows no link at the end
    }
}
