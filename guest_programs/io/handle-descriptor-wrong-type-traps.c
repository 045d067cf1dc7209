/*---
title: the handle of an output stream cannot be used as a descriptor
spec: wasi:filesystem/types#[method]descriptor.get-type
clause: >
  An index whose entry holds a handle of another resource type traps when it is lifted as a borrowed handle of
  descriptor: here it is that of an output stream (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
checks: [set-up-done]
expect: {trap: true}
---*/
#include "fs.h"

CASE {
    int32_t other = wasi_stdout_get_stdout();
    check_ok("set-up-done", true);
    done();
    FS_RESULT(get_type, got);
    wasi_descriptor_get_type(other, &got);
    check_ok("survived", false);
}
