/*---
title: link-at with symlink-follow links what a link leads to
spec:
  - wasi:filesystem/types#[method]descriptor.link-at
  - wasi:filesystem/types#[method]descriptor.stat-at
clause: >
  With `symlink-follow`, an old path that is a symbolic link is expanded, and the new path is a hard link to the file
  that it leads to; an old path that is a file is linked as without the flag. Without the flag, a symbolic link is not
  followed: it is linked itself, or refused as being no file.
level: must
since: 0.2.0
files: {data.txt: "text", link: {symlink: data.txt}}
checks:
  - file
  - followed
  - followed-is-file
  - {name: not-followed, allowed: [symbolic-link, not-permitted, unsupported, invalid, loop]}
---*/
#include "times.h"

static wasi_descriptor_link_at_result link(uint32_t flags, const char *from, const char *to) {
    wasi_descriptor all = fs_first_preopen();
    FS_RESULT(link_at, got);
    wasi_descriptor_link_at(all, flags, from, text_length(from), all, to, text_length(to), &got);
    return got;
}

CASE {
    wasi_descriptor all = fs_first_preopen();
    wasi_descriptor_link_at_result got = link(FS_FOLLOW, "data.txt", "second.txt");
    check_fs_ok("file", got);
    wasi_descriptor_link_at_result not_followed = link(0, "link", "third");
    if (not_followed.is_err)
        choose_fs("not-followed", not_followed);
    else
        choose_enum("not-followed", wasi_filesystem_descriptor_type, times_stat_at(all, 0, STR("third")).type);
    got = link(FS_FOLLOW, "link", "fourth.txt");
    check_fs_ok("followed", got);
    if (got.is_err) return;
    check_eq_enum("followed-is-file", wasi_filesystem_descriptor_type, times_stat_at(all, 0, STR("fourth.txt")).type,
                  WASI_FILESYSTEM_DESCRIPTOR_TYPE_REGULAR_FILE);
}
