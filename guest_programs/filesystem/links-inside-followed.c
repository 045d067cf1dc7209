/*---
title: links that stay inside are followed wherever they stand
spec:
  - wasi:filesystem/types#[method]descriptor.open-at
  - wasi:filesystem/types#[method]descriptor.stat-at
  - wasi:filesystem/types#[method]descriptor.create-directory-at
  - wasi:filesystem/types#[method]descriptor.rename-at
clause: >
  In the middle of a path a symbolic link is followed with or without `symlink-follow`, for looking and for changing;
  at the end of a path it is followed with the flag for as long as what is reached is a symbolic link. Steps that stay
  in the base directory are none that fail.
level: must
since: 0.2.0
files:
  dir/data.txt: "text"
  dir/up: {symlink: ..}
  to-dir: {symlink: dir}
  one: {symlink: two}
  two: {symlink: dir/three}
  dir/three: {symlink: ../to-dir/data.txt}
expect: {files: {dir/new/x: null, dir/moved.txt: "text", dir/data.txt: null}}
checks: [middle, middle-of-three, over-parent, chain, chain-content, made, moved]
---*/
#include "fs.h"

static void check_found(const char *name, const char *path) {
    FS_RESULT(stat_at, got);
    wasi_descriptor_stat_at(fs_first_preopen(), 0, path, text_length(path), &got);
    check_fs_ok(name, got);
}

CASE {
    wasi_descriptor all = fs_first_preopen();
    check_found("middle", "to-dir/data.txt");
    check_found("middle-of-three", "to-dir/up/to-dir/data.txt");
    check_found("over-parent", "dir/up/dir/data.txt");
    FS_RESULT(open_at, opened);
    wasi_descriptor_open_at(all, FS_FOLLOW, STR("one"), 0, FS_READ, &opened);
    check_fs_ok("chain", opened);
    if (!opened.is_err) check_eq_text("chain-content", fs_read(opened.ok, 100, 0), "text");
    FS_RESULT(create_directory_at, made);
    wasi_descriptor_create_directory_at(all, STR("to-dir/new"), &made);
    check_fs_ok("made", made);
    FS_RESULT(rename_at, moved);
    wasi_descriptor_rename_at(all, STR("to-dir/data.txt"), all, STR("to-dir/moved.txt"), &moved);
    check_fs_ok("moved", moved);
}
