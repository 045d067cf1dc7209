/*---
title: link-at from every kind of object to every other
spec: wasi:filesystem/types#[method]descriptor.link-at
errors:
  - wasi:filesystem/types#error-code.no-entry
  - wasi:filesystem/types#error-code.exist
  - wasi:filesystem/types#error-code.not-permitted
clause: >
  A hard link is made to a file only, and only where nothing is: without the old path the call fails with
  `no-entry`, with something at the new one with `exist`, and with `not-permitted` where the old path is no file.
  With `symlink-follow` a link at the end of the old path is expanded.
level: must
since: 0.2.0
files: {target-file: "text", target-directory/: null}
table: {name: link-at}
---*/
#include "objects.h"
#include "rows.h"

static wasi_string linked(const struct row *row) {
    wasi_descriptor dir = fs_first_preopen();
    object_make(dir, row->old, "old");
    object_make(dir, row->new, "new");
    FS_RESULT(link_at, got);
    wasi_descriptor_link_at(dir, row->path == PATH_FOLLOW ? FS_FOLLOW : 0, STR("old"), dir, STR("new"), &got);
    object_remove(dir, "old");
    object_remove(dir, "new");
    return row_fs(got);
}

CASE { rows_check(linked); }
