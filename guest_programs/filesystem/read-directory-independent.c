/*---
title: two streams of one directory do not interfere
spec:
  - wasi:filesystem/types#[method]descriptor.read-directory
  - wasi:filesystem/types#[method]directory-entry-stream.read-directory-entry
clause: >
  Every call gives a new stream that begins at the beginning of the directory, and several may be active on the same
  descriptor: each gives all the entries, whatever the others have given.
level: must
since: 0.2.0
files: {dir/a.txt: "a", dir/b.txt: "b", dir/c.txt: "c"}
checks: [second-gives-all, first-goes-on, first-repeats-nothing]
---*/
#include "fs.h"

CASE {
    wasi_descriptor dir = fs_open_directory(fs_first_preopen(), STR("dir"));
    wasi_directory_entry_stream first = fs_entries(dir);
    wasi_option_filesystem_directory_entry begun = fs_next(first);
    require("the first stream has an entry", begun.is_some);
    check_eq_u64("second-gives-all", fs_names(fs_entries(dir)).len, 3);
    wasi_list_string rest = fs_names(first);
    check_eq_u64("first-goes-on", rest.len, 2);
    uint32_t again = 0;
    for (uint32_t i = 0; i < rest.len; i++) again += same_bytes(SPAN(begun.some.name), SPAN(rest.ptr[i]));
    check_eq_u64("first-repeats-nothing", again, 0);
}
