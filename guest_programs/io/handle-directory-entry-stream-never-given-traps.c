/*---
title: an index that was never given cannot be used as a stream of directory entries
spec: wasi:filesystem/types#[method]directory-entry-stream.read-directory-entry
clause: >
  An index beyond all handles that the instance holds is in no entry of its table; lifting it as a borrowed handle
  traps (Canonical ABI, lift_borrow).
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
    wasi_directory_entry_stream_read_directory_entry(100000, &got);
    check_ok("survived", false);
}
