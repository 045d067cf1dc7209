/*---
title: through a directory without mutate-directory nothing is changed
spec:
  - wasi:filesystem/types#[method]descriptor.set-times
  - wasi:filesystem/types#[method]descriptor.set-times-at
  - wasi:filesystem/types#[method]descriptor.link-at
  - wasi:filesystem/types#[method]descriptor.symlink-at
  - wasi:filesystem/types#[method]descriptor.rename-at
  - wasi:filesystem/types#[method]descriptor.unlink-file-at
  - wasi:filesystem/types#[method]descriptor.remove-directory-at
errors: [wasi:filesystem/types#error-code.read-only]
clause: >
  Every operation that uses a descriptor without `mutate-directory`, and that would create, rename, delete or modify
  the data or metadata of something and would otherwise succeed, fails with `read-only`: on the directory itself and
  on what it holds, and on either side of a call with two directories.
level: must
since: 0.2.0
confirmed: "two readers of the text, 2026-11-22; the text of mutate-directory says `shall fail` with read-only"
needs: [symlinks]
files: {data.txt: "text", dir/data.txt: "text", dir/other.txt: "other", dir/sub/: null}
expect:
  files: {data.txt: "text", linked.txt: null, moved.txt: null, dir/data.txt: "text", dir/other.txt: "other",
    dir/linked.txt: null, dir/moved.txt: null}
checks:
  - set-times
  - set-times-at
  - symlink-at
  - link-at-to
  - link-at-from
  - rename-at-to
  - rename-at-from
  - unlink-file-at
  - remove-directory-at
---*/
#include "times.h"

#define CHECK_REFUSED(NAME, FUNCTION, ...)                    \
    do {                                                      \
        FS_RESULT(FUNCTION, got);                             \
        wasi_descriptor_##FUNCTION(__VA_ARGS__, &got);        \
        check_fs_err(NAME, got, READ_ONLY);                   \
    } while (0)

CASE {
    wasi_descriptor all = fs_first_preopen(), dir = fs_open_directory(all, STR("dir"));
    CHECK_REFUSED("set-times", set_times, dir, TIMES_KEEP, 0, 0, TIMES_GIVEN, 1000000000, 0);
    CHECK_REFUSED("set-times-at", set_times_at, dir, 0, STR("data.txt"), TIMES_KEEP, 0, 0, TIMES_GIVEN, 1000000000, 0);
    CHECK_REFUSED("symlink-at", symlink_at, dir, STR("data.txt"), STR("link"));
    CHECK_REFUSED("link-at-to", link_at, all, 0, STR("data.txt"), dir, STR("linked.txt"));
    CHECK_REFUSED("link-at-from", link_at, dir, 0, STR("data.txt"), all, STR("linked.txt"));
    CHECK_REFUSED("rename-at-to", rename_at, all, STR("data.txt"), dir, STR("moved.txt"));
    CHECK_REFUSED("rename-at-from", rename_at, dir, STR("data.txt"), all, STR("moved.txt"));
    CHECK_REFUSED("unlink-file-at", unlink_file_at, dir, STR("other.txt"));
    CHECK_REFUSED("remove-directory-at", remove_directory_at, dir, STR("sub"));
}
