/*---
title: dropping a descriptor leaves the others
spec:
  - wasi:filesystem/types#[resource-drop]descriptor
  - wasi:filesystem/types#[resource-drop]directory-entry-stream
  - wasi:filesystem/types#[method]descriptor.read-directory
  - wasi:filesystem/preopens#get-directories
clause: >
  Each descriptor and each stream of entries is a handle of its own. When one is dropped, another of the same file, one
  that was opened through it, and the entries that it gave go on; so does a base directory whose stream was dropped.
  After the preopened directories were dropped, asking for them again gives them again.
level: must
since: 0.2.0
files: {dir/data.txt: "text", dir/other.txt: "other"}
checks: [opened-twice, opened-through-it, entries, base-of-entries, preopens-again, preopen-content]
---*/
#include "fs.h"

CASE {
    wasi_preopens_get_directories_result first;
    wasi_preopens_get_directories(&first);
    require("a directory is preopened", first.len == 1);
    wasi_descriptor dir = fs_open_directory(first.ptr[0].f0, STR("dir"));
    wasi_descriptor one = fs_open_read(dir, STR("data.txt")), again = fs_open_read(dir, STR("data.txt"));
    wasi_descriptor_drop(one);
    check_eq_text("opened-twice", fs_read(again, 100, 0), "text");
    wasi_directory_entry_stream_drop(fs_entries(dir));
    wasi_directory_entry_stream entries = fs_entries(dir);
    check_ok("base-of-entries", fs_next(entries).is_some);
    wasi_descriptor_drop(dir);
    check_eq_text("opened-through-it", fs_read(again, 100, 0), "text");
    check_eq_u64("entries", fs_names(entries).len, 1);
    wasi_descriptor_drop(first.ptr[0].f0);
    wasi_preopens_get_directories_result second;
    wasi_preopens_get_directories(&second);
    check_eq_u64("preopens-again", second.len, 1);
    if (!second.len) return;
    wasi_descriptor file = fs_open_read(second.ptr[0].f0, STR("dir/data.txt"));
    check_eq_text("preopen-content", fs_read(file, 100, 0), "text");
}
