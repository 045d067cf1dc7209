/*---
title: a new stream of entries shows what was made and removed
spec:
  - wasi:filesystem/types#[method]descriptor.read-directory
  - wasi:filesystem/types#[method]directory-entry-stream.read-directory-entry
clause: >
  Every stream starts at the beginning of the directory as it is: an empty one has no entry at all, what was made is
  there, by the name that it was given, and what was removed is not. Names are strings of any characters but `/` and
  NUL that the filesystem takes. A stream that has ended stays at its end.
level: must
since: 0.2.0
files: {dir/: null}
checks: [empty, still-at-the-end, made, made-names, opened-by-their-names, removed]
---*/
#include "fs.h"

CASE {
    static const char *const made[] = {"plain", "two words", "-dash", "\xc3\xbc\xe6\x96\x87", "\xf0\x9f\x90\x99",
                                       "semi;colon&", "a.b.c", "~"};
    enum { MADE = sizeof made / sizeof made[0] };
    FS_RESULT(open_at, dir);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("dir"), FS_DIRECTORY, FS_READ | FS_MUTATE, &dir);
    if (dir.is_err) dir.ok = fs_open_directory(fs_first_preopen(), STR("dir"));  // for a host that refuses the flag
    wasi_directory_entry_stream entries = fs_entries(dir.ok);
    check_ok("empty", !fs_next(entries).is_some);
    check_ok("still-at-the-end", !fs_next(entries).is_some);
    for (uint32_t i = 0; i < MADE; i++) wasi_descriptor_drop(fs_create(dir.ok, made[i], text_length(made[i])));
    wasi_list_string names = fs_names(fs_entries(dir.ok));
    check_eq_u64("made", names.len, MADE);
    uint32_t found = 0, opened = 0;
    for (uint32_t i = 0; i < MADE; i++) found += fs_occurrences(names, made[i]);
    check_eq_u64("made-names", found, MADE);
    for (uint32_t i = 0; i < names.len; i++) {
        FS_RESULT(open_at, file);
        wasi_descriptor_open_at(dir.ok, 0, SPAN(names.ptr[i]), 0, FS_READ, &file);
        opened += !file.is_err;
    }
    check_eq_u64("opened-by-their-names", opened, names.len);
    FS_RESULT(unlink_file_at, removed);
    wasi_descriptor_unlink_file_at(dir.ok, STR("plain"), &removed);
    require_fs_ok("unlinking", removed);
    check_eq_u64("removed", fs_occurrences(fs_names(fs_entries(dir.ok)), "plain"), 0);
}
