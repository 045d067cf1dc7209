/*---
title: stat tells the type of a file and of a directory, and a file's size
spec:
  - wasi:filesystem/types#[method]descriptor.stat
  - wasi:filesystem/types#[method]descriptor.get-type
clause: >
  The type is that of the object that the descriptor refers to, the same that `get-type` gives; the size of a
  regular file is its length in bytes.
level: must
since: 0.2.0
files: {data.txt: "7 bytes", sub/: null}
checks: [size, type-of-file, get-type-of-file, type-of-directory, get-type-of-directory]
---*/
#include "fs.h"

static wasi_filesystem_descriptor_stat stat_of(wasi_descriptor it) {
    FS_RESULT(stat, got);
    wasi_descriptor_stat(it, &got);
    require_fs_ok("stat", got);
    return got.ok;
}

static wasi_filesystem_descriptor_type type_of(wasi_descriptor it) {
    FS_RESULT(get_type, got);
    wasi_descriptor_get_type(it, &got);
    require_fs_ok("get-type", got);
    return got.ok;
}

#define check_type(NAME, GOT, WANT) \
    check_eq_enum(NAME, wasi_filesystem_descriptor_type, GOT, WASI_FILESYSTEM_DESCRIPTOR_TYPE_##WANT)

CASE {
    wasi_descriptor file = fs_open_read(fs_first_preopen(), STR("data.txt"));
    wasi_descriptor directory = fs_open_directory(fs_first_preopen(), STR("sub"));
    check_eq_u64("size", stat_of(file).size, 7);
    check_type("type-of-file", stat_of(file).type, REGULAR_FILE);
    check_type("get-type-of-file", type_of(file), REGULAR_FILE);
    check_type("type-of-directory", stat_of(directory).type, DIRECTORY);
    check_type("get-type-of-directory", type_of(directory), DIRECTORY);
}
