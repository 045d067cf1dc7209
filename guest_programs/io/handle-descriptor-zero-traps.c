/*---
title: zero is no handle of a descriptor
spec: wasi:filesystem/types#[method]descriptor.get-type
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
    FS_RESULT(get_type, got);
    wasi_descriptor_get_type(0, &got);
    check_ok("survived", false);
}
