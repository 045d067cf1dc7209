/*---
title: a stream of directory entries cannot be dropped twice
spec: wasi:filesystem/types#[resource-drop]directory-entry-stream
clause: >
  resource.drop takes the handle out of the instance's table. Dropping the same index again finds nothing there,
  which traps (Canonical ABI, canon resource.drop).
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
    wasi_directory_entry_stream_drop(entries);
    check_ok("survived", false);
}
