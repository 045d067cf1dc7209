/*---
title: a descriptor stays with its object when the object gets another path
spec:
  - wasi:filesystem/types#[method]descriptor.rename-at
  - wasi:filesystem/types#[method]descriptor.open-at
  - wasi:filesystem/types#[method]descriptor.read-directory
clause: >
  A descriptor is a reference to a filesystem object and not to a path: after a file and a directory were renamed, and
  others were put in their places, descriptors that were opened before read and write the file, and find what the
  directory holds, under its new path.
level: must
since: 0.2.0
files: {data.txt: "text", dir/inner.txt: "inner", other.txt: "other", other-dir/: null}
expect: {files: {moved.txt: "Text", data.txt: "other", moved-dir/new.txt: "new", dir/new.txt: null}}
checks: [file, entries, opened, content]
---*/
#include "fs.h"

static void rename(const char *from, const char *to) {
    wasi_descriptor all = fs_first_preopen();
    FS_RESULT(rename_at, got);
    wasi_descriptor_rename_at(all, from, text_length(from), all, to, text_length(to), &got);
    require_fs_ok("renaming", got);
}

CASE {
    wasi_descriptor all = fs_first_preopen(), file = fs_open_write(all, STR("data.txt"));
    FS_RESULT(open_at, dir);
    wasi_descriptor_open_at(all, 0, STR("dir"), FS_DIRECTORY, FS_READ | FS_MUTATE, &dir);
    if (dir.is_err) dir.ok = fs_open_directory(all, STR("dir"));  // for a host that refuses the flag
    rename("data.txt", "moved.txt");
    rename("other.txt", "data.txt");
    rename("dir", "moved-dir");
    rename("other-dir", "dir");
    fs_write(file, STR("T"), 0);
    check_eq_text("file", fs_read(file, 100, 0), "Text");
    check_eq_u64("entries", fs_occurrences(fs_names(fs_entries(dir.ok)), "inner.txt"), 1);
    FS_RESULT(open_at, inner);
    wasi_descriptor_open_at(dir.ok, 0, STR("inner.txt"), 0, FS_READ, &inner);
    check_fs_ok("opened", inner);
    fs_write(fs_create(dir.ok, STR("new.txt")), STR("new"), 0);
    if (!inner.is_err) check_eq_text("content", fs_read(inner.ok, 100, 0), "inner");
}
