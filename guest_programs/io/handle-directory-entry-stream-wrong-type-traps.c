/*---
title: the handle of a descriptor cannot be used as a stream of directory entries
spec: wasi:filesystem/types#[method]directory-entry-stream.read-directory-entry
clause: >
  An index whose entry holds a handle of another resource type traps when it is lifted as a borrowed handle of
  stream of directory entries: here it is that of a descriptor (Canonical ABI, lift_borrow).
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
    wasi_directory_entry_stream_read_directory_entry_result got;
    wasi_directory_entry_stream_read_directory_entry(other, &got);
    check_ok("survived", false);
}
