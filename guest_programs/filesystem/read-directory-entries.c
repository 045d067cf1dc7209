/*---
title: read-directory lists every entry once, without . and ..
spec:
  - wasi:filesystem/types#[method]descriptor.read-directory
  - wasi:filesystem/types#[method]directory-entry-stream.read-directory-entry
clause: >
  The stream of a directory gives each of its entries, by its name alone, and then none. The entries that stand for
  the directory itself and for its parent are left out.
level: must
since: 0.2.0
files:
  dir/data.txt: text
  dir/.hidden: text
  "dir/\u00fc\u6587": text
  dir/sub/inner.txt: text
checks: [count, file, hidden-file, file-with-other-letters, directory, not-itself, not-its-parent]
---*/
#include "fs.h"

CASE {
    wasi_list_string names = fs_names(fs_entries(fs_open_directory(fs_first_preopen(), STR("dir"))));
    check_eq_u64("count", names.len, 4);
    check_eq_u64("file", fs_occurrences(names, "data.txt"), 1);
    check_eq_u64("hidden-file", fs_occurrences(names, ".hidden"), 1);
    check_eq_u64("file-with-other-letters", fs_occurrences(names, "\xc3\xbc\xe6\x96\x87"), 1);
    check_eq_u64("directory", fs_occurrences(names, "sub"), 1);
    check_eq_u64("not-itself", fs_occurrences(names, "."), 0);
    check_eq_u64("not-its-parent", fs_occurrences(names, ".."), 0);
}
