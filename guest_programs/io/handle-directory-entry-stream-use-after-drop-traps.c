/*---
title: a stream of directory entries that was dropped cannot be used
spec: wasi:filesystem/types#[method]directory-entry-stream.read-directory-entry
clause: >
  resource.drop takes the handle out of the instance's table. Lifting that index as a borrowed handle in a later
  call finds nothing there, which traps (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
checks: [set-up-done]
expect: {trap: true}
---*/
#include "fs.h"

CASE {
    wasi_directory_entry_stream entries = fs_entries(fs_open_directory(fs_first_preopen(), STR(".")));
    wasi_directory_entry_stream_drop(entries);
    check_ok("set-up-done", true);
    done();
    wasi_directory_entry_stream_read_directory_entry_result got;
    wasi_directory_entry_stream_read_directory_entry(entries, &got);
    check_ok("survived", false);
}
