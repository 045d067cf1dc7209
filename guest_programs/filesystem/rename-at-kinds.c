/*---
title: rename-at moves objects of every kind, and replaces only what is alike
spec:
  - wasi:filesystem/types#[method]descriptor.rename-at
  - wasi:filesystem/types#[method]descriptor.readlink-at
errors:
  - wasi:filesystem/types#error-code.not-directory
  - wasi:filesystem/types#error-code.is-directory
  - wasi:filesystem/types#error-code.not-empty
  - wasi:filesystem/types#error-code.invalid
clause: >
  The function is said to be similar to `renameat` of POSIX: a directory moves with what it holds, also onto an empty
  one; a symbolic link moves itself; two names of one object, and one name twice, are left alone. A directory does not
  replace a file, nor a file a directory, nor anything a directory that is not empty, and none moves into itself.
level: should
since: 0.2.0
files:
  dir/inner.txt: "inner"
  empty/: null
  full/kept.txt: "kept"
  data.txt: "text"
  link: {symlink: data.txt}
expect: {files: {data.txt: "text", moved/inner.txt: "inner", full/kept.txt: "kept", dir/inner.txt: null}}
checks:
  - same-name
  - directory
  - onto-empty-directory
  - link
  - link-itself
  - directory-onto-file
  - file-onto-directory
  - {name: directory-onto-full-directory, allowed: [not-empty, exist]}
  - directory-into-itself
---*/
#include "fs.h"

static wasi_descriptor_rename_at_result rename(const char *from, const char *to) {
    FS_RESULT(rename_at, got);
    wasi_descriptor all = fs_first_preopen();
    wasi_descriptor_rename_at(all, from, text_length(from), all, to, text_length(to), &got);
    return got;
}

CASE {
    wasi_descriptor_rename_at_result got = rename("data.txt", "data.txt");
    check_fs_ok("same-name", got);
    got = rename("dir", "new");
    check_fs_ok("directory", got);
    got = rename("new", "empty");
    check_fs_ok("onto-empty-directory", got);
    got = rename("empty", "moved");
    require_fs_ok("moving on", got);
    got = rename("link", "moved-link");
    check_fs_ok("link", got);
    FS_RESULT(readlink_at, content);
    wasi_descriptor_readlink_at(fs_first_preopen(), STR("moved-link"), &content);
    check_fs_ok("link-itself", content);
    got = rename("moved", "data.txt");
    check_fs_err("directory-onto-file", got, NOT_DIRECTORY);
    got = rename("data.txt", "moved");
    check_fs_err("file-onto-directory", got, IS_DIRECTORY);
    got = rename("moved", "full");
    choose_fs("directory-onto-full-directory", got);
    got = rename("moved", "moved/below");
    check_fs_err("directory-into-itself", got, INVALID);
}
