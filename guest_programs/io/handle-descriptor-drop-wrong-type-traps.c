/*---
title: the handle of an output stream cannot be dropped as a descriptor
spec: wasi:filesystem/types#[resource-drop]descriptor
clause: >
  resource.drop for one type traps when the index holds a handle of another: here that of an output stream
  (Canonical ABI, canon resource.drop).
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
    wasi_descriptor_drop(other);
    check_ok("survived", false);
}
