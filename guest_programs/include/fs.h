// The sandbox: its preopened directories and the files in it.
//
//   FS_RESULT(open_at, got);
//   wasi_descriptor_open_at(fs_first_preopen(), 0, STR("new.txt"), FS_CREATE, FS_WRITE, &got);
//   check_fs_ok("created", got);
#ifndef FS_H
#define FS_H

#include "check.h"

// Short names of the flags: of paths, of opening, of descriptors.
enum {
    FS_FOLLOW = WASI_FILESYSTEM_PATH_FLAGS_SYMLINK_FOLLOW,

    FS_CREATE = WASI_FILESYSTEM_OPEN_FLAGS_CREATE,
    FS_DIRECTORY = WASI_FILESYSTEM_OPEN_FLAGS_DIRECTORY,
    FS_EXCLUSIVE = WASI_FILESYSTEM_OPEN_FLAGS_EXCLUSIVE,
    FS_TRUNCATE = WASI_FILESYSTEM_OPEN_FLAGS_TRUNCATE,

    FS_READ = WASI_FILESYSTEM_DESCRIPTOR_FLAGS_READ,
    FS_WRITE = WASI_FILESYSTEM_DESCRIPTOR_FLAGS_WRITE,
    FS_MUTATE = WASI_FILESYSTEM_DESCRIPTOR_FLAGS_MUTATE_DIRECTORY,
};

// Where a method of descriptor puts its result.
#define FS_RESULT(FUNCTION, NAME) wasi_descriptor_##FUNCTION##_result NAME

// Results whose error is wasi:filesystem/types#error-code. CODE is the end of its name: NO_ENTRY, NOT_PERMITTED.
#define check_fs_ok(NAME, RESULT) check_is_ok(NAME, wasi_filesystem_error_code, RESULT)
#define check_fs_err(NAME, RESULT, CODE) \
    check_is_err(NAME, wasi_filesystem_error_code, RESULT, WASI_FILESYSTEM_ERROR_CODE_##CODE)
#define choose_fs(NAME, RESULT) choose_result(NAME, wasi_filesystem_error_code, RESULT)
#define require_fs_ok(WHAT, RESULT) require_ok(WHAT, wasi_filesystem_error_code, RESULT)

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
    FS_RESULT(open_at, opened);
    wasi_descriptor_open_at(dir, FS_FOLLOW, path, path_len, open_flags, flags, &opened);
    require_fs_ok("opening a file of the sandbox", opened);
    return opened.ok;
}

static inline wasi_descriptor fs_open_read(wasi_descriptor dir, const void *path, uint32_t path_len) {
    return fs_open(dir, path, path_len, 0, FS_READ);
}

static inline wasi_descriptor fs_open_directory(wasi_descriptor dir, const void *path, uint32_t path_len) {
    return fs_open(dir, path, path_len, FS_DIRECTORY, FS_READ);
}

// A new file, or an old one emptied, open for reading and writing.
static inline wasi_descriptor fs_create(wasi_descriptor dir, const void *path, uint32_t path_len) {
    return fs_open(dir, path, path_len, FS_CREATE | FS_TRUNCATE, FS_READ | FS_WRITE);
}

// A file that is there, open for reading and writing; its content is kept.
static inline wasi_descriptor fs_open_write(wasi_descriptor dir, const void *path, uint32_t path_len) {
    return fs_open(dir, path, path_len, 0, FS_READ | FS_WRITE);
}

// Up to `length` bytes at an offset, fewer only where the file ends: one read may give less than was asked for.
static inline wasi_string fs_read(wasi_descriptor file, uint64_t length, uint64_t offset) {
    wasi_string all = {0, 0};
    while (all.len < length) {
        FS_RESULT(read, piece);
        wasi_descriptor_read(file, length - all.len, offset + all.len, &piece);
        require_fs_ok("reading a file", piece);
        all = text_join(all, (wasi_string){(char *)piece.ok.f0.ptr, piece.ok.f0.len});
        if (piece.ok.f1 || piece.ok.f0.len == 0) break;
    }
    return all;
}

// All the bytes at an offset: one write may take less than it was given.
static inline void fs_write(wasi_descriptor file, const void *bytes, uint32_t length, uint64_t offset) {
    const char *next = bytes;
    while (length) {
        FS_RESULT(write, written);
        wasi_descriptor_write(file, next, length, offset, &written);
        require_fs_ok("writing to a file", written);
        require("a write takes something, and no more than it was given", written.ok && written.ok <= length);
        next += written.ok;
        offset += written.ok;
        length -= (uint32_t)written.ok;
    }
}

// What a directory holds, once more from the beginning.
static inline wasi_directory_entry_stream fs_entries(wasi_descriptor dir) {
    FS_RESULT(read_directory, opened);
    wasi_descriptor_read_directory(dir, &opened);
    require_fs_ok("reading a directory", opened);
    return opened.ok;
}

// The next entry; none when there are no more.
static inline wasi_option_filesystem_directory_entry fs_next(wasi_directory_entry_stream entries) {
    wasi_directory_entry_stream_read_directory_entry_result got;
    wasi_directory_entry_stream_read_directory_entry(entries, &got);
    require_fs_ok("reading a directory entry", got);
    return got.ok;
}

// The names that are left in a stream of entries, in its order; a stream that does not end breaks the set-up.
static inline wasi_list_string fs_names(wasi_directory_entry_stream entries) {
    enum { MOST = 1000 };
    wasi_list_string names = {allocate(MOST * sizeof(wasi_string), _Alignof(wasi_string)), 0};
    for (wasi_option_filesystem_directory_entry next = fs_next(entries); next.is_some; next = fs_next(entries)) {
        require("a directory has an end", names.len < MOST);
        names.ptr[names.len++] = next.some.name;
    }
    return names;
}

// How often a list has a text.
static inline uint32_t fs_occurrences(wasi_list_string list, const char *text) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < list.len; i++) count += same_bytes(SPAN(list.ptr[i]), text, text_length(text));
    return count;
}

#endif
