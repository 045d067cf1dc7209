/*---
title: rename-at from every kind of object to every other
spec: wasi:filesystem/types#[method]descriptor.rename-at
errors:
  - wasi:filesystem/types#error-code.no-entry
  - wasi:filesystem/types#error-code.is-directory
  - wasi:filesystem/types#error-code.not-directory
  - wasi:filesystem/types#error-code.not-empty
clause: >
  The text says only that the function is similar to `renameat` of POSIX: a file or link replaces what is no
  directory, a directory replaces an empty one, links at the end are not followed, and whatever else is there is
  refused and kept.
level: should
since: 0.2.0
files: {target-file: "text", target-directory/: null}
table: {name: rename-at}
---*/
#include "objects.h"
#include "rows.h"

static wasi_string renamed(const struct row *row) {
    wasi_descriptor dir = fs_first_preopen();
    const char *to = row->new == NEW_ITSELF ? "old" : "new";
    object_make(dir, row->old, "old");
    if (row->new != NEW_ITSELF) object_make(dir, row->new, "new");
    uint32_t old_type = object_type(dir, "old"), new_type = object_type(dir, to);
    FS_RESULT(rename_at, got);
    wasi_descriptor_rename_at(dir, STR("old"), dir, to, text_length(to), &got);
    wasi_string outcome = row_fs(got);
    if (object_type(dir, to) != (got.is_err ? new_type : old_type))
        outcome = text_join(outcome, text_of(", yet something else is at the new path"));
    else if (row->new != NEW_ITSELF && !got.is_err == (object_type(dir, "old") == old_type))
        outcome = text_join(outcome, text_of(got.is_err ? ", yet the old path is gone" : ", yet the old path is there"));
    object_remove(dir, "old");
    object_remove(dir, "new");
    return outcome;
}

CASE { rows_check(renamed); }
