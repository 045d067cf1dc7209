/*---
title: zero is no handle of a stream of directory entries
spec: wasi:filesystem/types#[method]directory-entry-stream.read-directory-entry
clause: >
  Entry 0 of the table of handles is never given out; lifting the index 0 as a borrowed handle traps (Canonical ABI,
  Table and lift_borrow).
level: must
since: 0.2.0
checks: [set-up-done]
expect: {trap: true}
---*/
#include "fs.h"

CASE {
    check_ok("set-up-done", true);
    done();
    wasi_directory_entry_stream_read_directory_entry_result got;
    wasi_directory_entry_stream_read_directory_entry(0, &got);
    check_ok("survived", false);
}
