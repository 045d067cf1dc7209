/*---
title: a link that leads outside can be looked at, moved and removed
spec:
  - wasi:filesystem/types#[method]descriptor.stat-at
  - wasi:filesystem/types#[method]descriptor.readlink-at
  - wasi:filesystem/types#[method]descriptor.rename-at
  - wasi:filesystem/types#[method]descriptor.unlink-file-at
clause: >
  A symbolic link is an object inside the base directory, wherever it leads: without `symlink-follow` its attributes are
  told, its content is read unless that is an absolute path, and it is moved and unlinked. None of this is a step
  outside, and what it leads to stays untouched.
level: must
since: 0.2.0
files: {out: {symlink: ../outside.txt}, out-dir: {symlink: ../outside-dir}, rooted: {symlink: /no/such/directory}}
expect: {files: {out: null, moved: null}}
checks: [stat-at, readlink-at, content, rename-at, unlink-file-at, unlink-directory-link, unlink-absolute-link]
---*/
#include "fs.h"

static void check_unlinked(const char *name, const char *path) {
    FS_RESULT(unlink_file_at, got);
    wasi_descriptor_unlink_file_at(fs_first_preopen(), path, text_length(path), &got);
    check_fs_ok(name, got);
}

CASE {
    wasi_descriptor all = fs_first_preopen();
    FS_RESULT(stat_at, stat);
    wasi_descriptor_stat_at(all, 0, STR("out"), &stat);
    check_fs_ok("stat-at", stat);
    FS_RESULT(readlink_at, link);
    wasi_descriptor_readlink_at(all, STR("out"), &link);
    check_fs_ok("readlink-at", link);
    if (!link.is_err) check_eq_text("content", link.ok, "../outside.txt");
    FS_RESULT(rename_at, moved);
    wasi_descriptor_rename_at(all, STR("out"), all, STR("moved"), &moved);
    check_fs_ok("rename-at", moved);
    check_unlinked("unlink-file-at", "moved");
    check_unlinked("unlink-directory-link", "out-dir");
    check_unlinked("unlink-absolute-link", "rooted");
}
