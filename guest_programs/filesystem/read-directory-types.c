/*---
title: read-directory tells the types of entries
spec:
  - wasi:filesystem/types#[method]descriptor.read-directory
  - wasi:filesystem/types#[method]directory-entry-stream.read-directory-entry
clause: >
  The type of an entry is that of the file that it refers to, a symbolic link being one itself; where the type is
  not known, it is `unknown`.
level: must
since: 0.2.0
files: {dir/data.txt: "text", dir/sub/: null, dir/link: {symlink: data.txt}}
checks:
  - {name: file, allowed: [regular-file, unknown]}
  - {name: directory, allowed: [directory, unknown]}
  - {name: link, allowed: [symbolic-link, unknown]}
---*/
#include "fs.h"

static void choose_type(const char *check, const char *name, wasi_filesystem_directory_entry entry) {
    if (!same_bytes(SPAN(entry.name), name, text_length(name))) return;
    choose_enum(check, wasi_filesystem_descriptor_type, entry.type);
}

CASE {
    wasi_directory_entry_stream entries = fs_entries(fs_open_directory(fs_first_preopen(), STR("dir")));
    for (wasi_option_filesystem_directory_entry next = fs_next(entries); next.is_some; next = fs_next(entries)) {
        choose_type("file", "data.txt", next.some);
        choose_type("directory", "sub", next.some);
        choose_type("link", "link", next.some);
    }
}
