/*---
title: nothing is made where anything is
spec:
  - wasi:filesystem/types#[method]descriptor.create-directory-at
  - wasi:filesystem/types#[method]descriptor.symlink-at
  - wasi:filesystem/types#[method]descriptor.link-at
errors: [wasi:filesystem/types#error-code.exist]
clause: >
  `link-at` fails with `exist` when the new path exists. The functions that make a directory or a symbolic link are said
  to be similar to those of POSIX, which do the same. It is so whatever is there: a file, a directory, a symbolic link,
  or one that leads nowhere, which is not followed. What is there stays.
level: must
since: 0.2.0
files: {data.txt: "text", dir/data.txt: "text", link: {symlink: data.txt}, dangling: {symlink: missing}}
expect: {files: {data.txt: "text", dir/data.txt: "text", link: "text", missing: null}}
checks:
  - "create-directory-at data.txt"
  - "symlink-at data.txt"
  - "link-at data.txt"
  - "create-directory-at dir"
  - "symlink-at dir"
  - "link-at dir"
  - "create-directory-at link"
  - "symlink-at link"
  - "link-at link"
  - "create-directory-at dangling"
  - "symlink-at dangling"
  - "link-at dangling"
---*/
#include "fs.h"

static const char *name_of(const char *function, const char *path) {
    return text_join(text_join(text_of(function), text_of(path)), (wasi_string){"", 1}).ptr;
}

static void check_all(wasi_descriptor all, const char *path) {
    uint32_t length = text_length(path);
    FS_RESULT(create_directory_at, made);
    wasi_descriptor_create_directory_at(all, path, length, &made);
    check_fs_err(name_of("create-directory-at ", path), made, EXIST);
    FS_RESULT(symlink_at, link);
    wasi_descriptor_symlink_at(all, STR("data.txt"), path, length, &link);
    check_fs_err(name_of("symlink-at ", path), link, EXIST);
    FS_RESULT(link_at, linked);
    wasi_descriptor_link_at(all, 0, STR("dir/data.txt"), all, path, length, &linked);
    check_fs_err(name_of("link-at ", path), linked, EXIST);
}

CASE {
    wasi_descriptor all = fs_first_preopen();
    check_all(all, "data.txt");
    check_all(all, "dir");
    check_all(all, "link");
    check_all(all, "dangling");
}
