/*---
title: is-same-object knows an object whatever path it was opened by
spec: wasi:filesystem/types#[method]descriptor.is-same-object
clause: >
  The question is about filesystem objects, as device and inode number answer it in POSIX, and not about paths or
  handles: a second name, a followed link, a new name after a rename, and `.` are the same object; a directory and
  what it holds, two directories, and a file and the one that has taken its path are not.
level: must
since: 0.2.0
files: {data.txt: "text", other.txt: "text", sub/: null, sub2/: null, link: {symlink: data.txt}}
checks: [second-name, followed-link, after-renaming, directory-twice, base-directory, two-directories,
  directory-and-file, replaced]
---*/
#include "fs.h"

static void rename(const char *from, const char *to) {
    wasi_descriptor all = fs_first_preopen();
    FS_RESULT(rename_at, got);
    wasi_descriptor_rename_at(all, from, text_length(from), all, to, text_length(to), &got);
    require_fs_ok("renaming", got);
}

CASE {
    wasi_descriptor all = fs_first_preopen(), file = fs_open_read(all, STR("data.txt"));
    wasi_descriptor sub = fs_open_directory(all, STR("sub"));
    FS_RESULT(link_at, linked);
    wasi_descriptor_link_at(all, 0, STR("data.txt"), all, STR("second.txt"), &linked);
    require_fs_ok("making a link", linked);
    check_ok("second-name", wasi_descriptor_is_same_object(file, fs_open_read(all, STR("second.txt"))));
    FS_RESULT(open_at, by_link);
    wasi_descriptor_open_at(all, FS_FOLLOW, STR("link"), 0, FS_READ, &by_link);
    check_ok("followed-link", !by_link.is_err && wasi_descriptor_is_same_object(file, by_link.ok));
    check_ok("directory-twice", wasi_descriptor_is_same_object(sub, fs_open_directory(all, STR("sub"))));
    check_ok("base-directory", wasi_descriptor_is_same_object(all, fs_open_directory(all, STR("."))));
    check_ok("two-directories", !wasi_descriptor_is_same_object(sub, fs_open_directory(all, STR("sub2"))));
    check_ok("directory-and-file", !wasi_descriptor_is_same_object(all, file));
    rename("data.txt", "moved.txt");
    check_ok("after-renaming", wasi_descriptor_is_same_object(file, fs_open_read(all, STR("moved.txt"))));
    rename("other.txt", "moved.txt");
    check_ok("replaced", !wasi_descriptor_is_same_object(file, fs_open_read(all, STR("moved.txt"))));
}
