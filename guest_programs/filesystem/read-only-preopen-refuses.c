/*---
title: a directory that is preopened for reading only is not changed
spec:
  - wasi:filesystem/preopens#get-directories
  - wasi:filesystem/types#[method]descriptor.get-flags
  - wasi:filesystem/types#[method]descriptor.create-directory-at
  - wasi:filesystem/types#[method]descriptor.open-at
  - wasi:filesystem/types#[method]descriptor.set-times
  - wasi:filesystem/types#[method]descriptor.set-times-at
  - wasi:filesystem/types#[method]descriptor.link-at
  - wasi:filesystem/types#[method]descriptor.symlink-at
  - wasi:filesystem/types#[method]descriptor.rename-at
  - wasi:filesystem/types#[method]descriptor.unlink-file-at
  - wasi:filesystem/types#[method]descriptor.remove-directory-at
errors: [wasi:filesystem/types#error-code.read-only]
clause: >
  A preopened directory that the guest may only read is a descriptor without `mutate-directory`: `get-flags` shows it,
  everything that would change something fails with `read-only`, and what is there stays as it was.
level: must
since: 0.2.0
needs: [symlinks]
files: {data.txt: "text", other.txt: "other", sub/: null}
preopens: [{guest: /, host: ., readonly: true}]
expect: {files: {data.txt: "text", other.txt: "other", new.txt: null, linked.txt: null, moved.txt: null, new/x: null}}
checks:
  - flags
  - open-at-create
  - open-at-truncate
  - open-at-write
  - open-at-mutate-directory
  - create-directory-at
  - set-times
  - set-times-at
  - symlink-at
  - link-at
  - rename-at
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
    wasi_descriptor dir = fs_first_preopen();
    FS_RESULT(get_flags, flags);
    wasi_descriptor_get_flags(dir, &flags);
    require_fs_ok("asking for flags", flags);
    check_eq_flags("flags", wasi_filesystem_descriptor_flags, flags.ok & FS_MUTATE, 0);
    CHECK_REFUSED("open-at-create", open_at, dir, 0, STR("new.txt"), FS_CREATE, FS_READ);
    CHECK_REFUSED("open-at-truncate", open_at, dir, 0, STR("data.txt"), FS_TRUNCATE, FS_READ);
    CHECK_REFUSED("open-at-write", open_at, dir, 0, STR("data.txt"), 0, FS_WRITE);
    CHECK_REFUSED("open-at-mutate-directory", open_at, dir, 0, STR("sub"), FS_DIRECTORY, FS_READ | FS_MUTATE);
    CHECK_REFUSED("create-directory-at", create_directory_at, dir, STR("new"));
    CHECK_REFUSED("set-times", set_times, dir, TIMES_KEEP, 0, 0, TIMES_GIVEN, 1000000000, 0);
    CHECK_REFUSED("set-times-at", set_times_at, dir, 0, STR("data.txt"), TIMES_KEEP, 0, 0, TIMES_GIVEN, 1000000000, 0);
    CHECK_REFUSED("symlink-at", symlink_at, dir, STR("data.txt"), STR("link"));
    CHECK_REFUSED("link-at", link_at, dir, 0, STR("data.txt"), dir, STR("linked.txt"));
    CHECK_REFUSED("rename-at", rename_at, dir, STR("data.txt"), dir, STR("moved.txt"));
    CHECK_REFUSED("unlink-file-at", unlink_file_at, dir, STR("other.txt"));
    CHECK_REFUSED("remove-directory-at", remove_directory_at, dir, STR("sub"));
}
