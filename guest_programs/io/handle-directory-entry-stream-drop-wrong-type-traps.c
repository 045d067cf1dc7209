/*---
title: the handle of a descriptor cannot be dropped as a stream of directory entries
spec: wasi:filesystem/types#[resource-drop]directory-entry-stream
clause: >
  resource.drop for one type traps when the index holds a handle of another: here that of a descriptor (Canonical
  ABI, canon resource.drop).
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
checks: [set-up-done]
expect: {trap: true}
---*/
#include "fs.h"

CASE {
    int32_t other = fs_first_preopen();
    check_ok("set-up-done", true);
    done();
    wasi_directory_entry_stream_drop(other);
    check_ok("survived", false);
}
