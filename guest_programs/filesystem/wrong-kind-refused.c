/*---
title: remove-directory-at takes directories, and readlink-at takes links
spec:
  - wasi:filesystem/types#[method]descriptor.remove-directory-at
  - wasi:filesystem/types#[method]descriptor.readlink-at
  - wasi:filesystem/types#[method]descriptor.unlink-file-at
errors:
  - wasi:filesystem/types#error-code.not-directory
  - wasi:filesystem/types#error-code.invalid
  - wasi:filesystem/types#error-code.is-directory
clause: >
  A file, a link to a directory and a link to nowhere are not removed as directories, which the code `not-directory`
  says; a file and a directory have no content of a link, for which `readlinkat` of POSIX, said to be similar, has
  `invalid`; and a directory that is not empty is not unlinked either, which the text calls `is-directory`.
level: must
since: 0.2.0
files: {data.txt: "text", dir/data.txt: "text", link: {symlink: dir}, dangling: {symlink: missing}}
expect: {files: {data.txt: "text", dir/data.txt: "text", link/data.txt: "text"}}
checks: [remove-file, remove-link, remove-dangling-link, read-file, read-directory, read-base-directory,
  unlink-directory]
---*/
#include "fs.h"

static void check_not_removed(const char *name, const char *path) {
    FS_RESULT(remove_directory_at, got);
    wasi_descriptor_remove_directory_at(fs_first_preopen(), path, text_length(path), &got);
    check_fs_err(name, got, NOT_DIRECTORY);
}

static void check_no_link(const char *name, const char *path) {
    FS_RESULT(readlink_at, got);
    wasi_descriptor_readlink_at(fs_first_preopen(), path, text_length(path), &got);
    check_fs_err(name, got, INVALID);
}

CASE {
    check_not_removed("remove-file", "data.txt");
    check_not_removed("remove-link", "link");
    check_not_removed("remove-dangling-link", "dangling");
    check_no_link("read-file", "data.txt");
    check_no_link("read-directory", "dir");
    check_no_link("read-base-directory", ".");
    FS_RESULT(unlink_file_at, got);
    wasi_descriptor_unlink_file_at(fs_first_preopen(), STR("dir"), &got);
    check_fs_err("unlink-directory", got, IS_DIRECTORY);
}
