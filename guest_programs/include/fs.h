// The sandbox: its preopened directories and the files in it.
#ifndef FS_H
#define FS_H

#include "check.h"

static inline wasi_descriptor fs_first_preopen(void) {
    wasi_preopens_get_directories_result all;
    wasi_preopens_get_directories(&all);
    require("a directory is preopened", all.len > 0);
    return all.ptr[0].f0;
}

// The preopened directory of that name.
static inline wasi_descriptor fs_preopen(const void *name, uint32_t name_len) {
    wasi_preopens_get_directories_result all;
    wasi_preopens_get_directories(&all);
    for (uint32_t i = 0; i < all.len; i++)
        if (same_bytes(SPAN(all.ptr[i].f1), name, name_len)) return all.ptr[i].f0;
    require("the directory is preopened", false);
    return -1;
}

// Opens what the claim is made about; symbolic links are followed. Failing to open it breaks the set-up.
static inline wasi_descriptor fs_open(
    wasi_descriptor dir, const void *path, uint32_t path_len, uint32_t open_flags, uint32_t flags
) {
    wasi_descriptor_open_at_result opened;
    wasi_descriptor_open_at(dir, WASI_FILESYSTEM_PATH_FLAGS_SYMLINK_FOLLOW, path, path_len, open_flags, flags, &opened);
    require_ok("opening a file of the sandbox", wasi_filesystem_error_code, opened);
    return opened.ok;
}

static inline wasi_descriptor fs_open_read(wasi_descriptor dir, const void *path, uint32_t path_len) {
    return fs_open(dir, path, path_len, 0, WASI_FILESYSTEM_DESCRIPTOR_FLAGS_READ);
}

static inline wasi_descriptor fs_open_directory(wasi_descriptor dir, const void *path, uint32_t path_len) {
    return fs_open(dir, path, path_len, WASI_FILESYSTEM_OPEN_FLAGS_DIRECTORY, WASI_FILESYSTEM_DESCRIPTOR_FLAGS_READ);
}

// A new file, or an old one emptied, open for reading and writing.
static inline wasi_descriptor fs_create(wasi_descriptor dir, const void *path, uint32_t path_len) {
    return fs_open(dir, path, path_len, WASI_FILESYSTEM_OPEN_FLAGS_CREATE | WASI_FILESYSTEM_OPEN_FLAGS_TRUNCATE,
                   WASI_FILESYSTEM_DESCRIPTOR_FLAGS_READ | WASI_FILESYSTEM_DESCRIPTOR_FLAGS_WRITE);
}

#endif
